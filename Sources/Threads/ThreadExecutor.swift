/// A thread for work that may block, as an actor's executor. It ends with its actor.
public final class ThreadExecutor: SerialExecutor {
    private let queue: WorkQueue

    public init(name: String) throws(ThreadError) { queue = try WorkQueue(name: name) }

    deinit { queue.close() }

    /// Does work in its turn among the actor's jobs.
    public func add(_ work: @escaping @Sendable () -> Void) { queue.add(work) }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.add { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    public func checkIsolated() { precondition(queue.isCurrent, "not on the actor's thread") }
}
