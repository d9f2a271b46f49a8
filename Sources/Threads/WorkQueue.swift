internal import Dispatch
internal import Glibc
internal import Locking
internal import Synchronization

/// Work for one thread of its own, done in the order it came.
///
/// A plain thread and not a dispatch queue: one that hangs on a dead disk must not count against the threads that the
/// rest of the process shares, and work that comes while it is busy costs no system call.
public final class WorkQueue: Sendable {
    private struct State: Sendable {
        var work: [@Sendable () -> Void] = []
        var isClosed = false
        /// The thread has found nothing and waits for the bell.
        var isIdle = false
    }

    private let state = Lock(State())
    private let bell = DispatchSemaphore(value: 0)
    private let thread = Atomic<UInt>(0)

    /// Whether the caller is on the queue's thread.
    public var isCurrent: Bool { thread.load(ordering: .acquiring) == pthread_self() }

    /// - Parameter name: the thread's, of which Linux shows 15 bytes.
    public init(name: String) throws(ThreadError) {
        try startThread(name: name) { [self] in run() }
    }

    public func add(_ work: @escaping @Sendable () -> Void) { change { $0.work.append(work) } }

    /// Lets the thread end once it has done what it was given.
    public func close() { change { $0.isClosed = true } }

    private func change(_ change: (inout sending State) -> Void) {
        let mustRing = state.withLock { state in
            change(&state)
            defer { state.isIdle = false }
            return state.isIdle
        }
        if mustRing { bell.signal() }
    }

    private func run() {
        thread.store(pthread_self(), ordering: .releasing)
        while true {
            let (work, isClosed) = state.withLock { state in
                defer { state.work = [] }
                state.isIdle = state.work.isEmpty && !state.isClosed
                return (state.work, state.isClosed)
            }
            for item in work { item() }
            if !work.isEmpty { continue }
            if isClosed { return }
            bell.wait()
        }
    }
}
