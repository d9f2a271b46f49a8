internal import Dispatch
internal import Locking

/// Threads for calls that may block for long, as many as block at once. One that is done waits a while for the next
/// call: a thread that is there costs a fraction of a new one.
public enum BlockingThreads {
    private static let patience = DispatchTimeInterval.seconds(5)
    /// The one that was used last is used next: its memory is warm, and the others come to their end.
    private static let idle = Lock<[Worker]>([])

    /// Runs `work` on another thread. Where none is to be had it runs here: late is better than never.
    public static func run(_ work: @escaping @Sendable () -> Void) {
        if let worker = idle.withLock({ $0.popLast() }) {
            worker.hand(work)
        } else {
            do throws(ThreadError) {
                try startThread(name: "blocking") { serve(work) }
            } catch {
                work()
            }
        }
    }

    private static func serve(_ first: @Sendable () -> Void) {
        first()
        let worker = Worker()
        while true {
            idle.withLock { $0.append(worker) }
            guard let work = worker.next(patience: patience) ?? leave(worker) else { return }
            work()
        }
    }

    /// - Returns: what came at the last moment.
    private static func leave(_ worker: Worker) -> (@Sendable () -> Void)? {
        let hasLeft = idle.withLock { idle in
            guard let index = idle.firstIndex(where: { $0 === worker }) else { return false }
            idle.remove(at: index)
            return true
        }
        return hasLeft ? nil : worker.next(patience: nil)
    }

    private final class Worker: Sendable {
        private let work = Lock<(@Sendable () -> Void)?>(nil)
        private let bell = DispatchSemaphore(value: 0)

        func hand(_ next: @escaping @Sendable () -> Void) {
            work.withLock { $0 = next }
            bell.signal()
        }

        /// Waits for work; nil where none came in time.
        func next(patience: DispatchTimeInterval?) -> (@Sendable () -> Void)? {
            guard bell.wait(timeout: patience.map { .now() + $0 } ?? .distantFuture) == .success else { return nil }
            return work.withLock { work in
                defer { work = nil }
                return work
            }
        }
    }
}
