internal import Dispatch
internal import Glibc
internal import Locking
internal import Synchronization

/// Work for one thread of its own, done in the order it came.
///
/// A plain thread and not a dispatch queue: one that hangs on a dead disk must not count against the threads that the
/// rest of the process shares.
final class WorkQueue: Sendable {
    private struct State: Sendable {
        var work: [@Sendable () -> Void] = []
        var isClosed = false
    }

    private let state = Lock(State())
    private let bell = DispatchSemaphore(value: 0)
    private let thread = Atomic<UInt>(0)

    /// Whether the caller is on the queue's thread.
    var isCurrent: Bool { thread.load(ordering: .acquiring) == pthread_self() }

    init() throws(RunLogError) {
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<WorkQueue>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        guard status == 0 else {
            Unmanaged.passUnretained(self).release()
            throw .cannotOpen(path: "writer's thread", reason: String(cString: strerror(status)))
        }
        pthread_detach(thread)
    }

    func add(_ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.work.append(work) }
        bell.signal()
    }

    /// Lets the thread end once it has done what it was given.
    func close() {
        state.withLock { $0.isClosed = true }
        bell.signal()
    }

    private func run() {
        thread.store(pthread_self(), ordering: .releasing)
        while true {
            bell.wait()
            let (work, isClosed) = state.withLock { state in
                defer { state.work = [] }
                return (state.work, state.isClosed)
            }
            for item in work { item() }
            if isClosed { return }
        }
    }
}
