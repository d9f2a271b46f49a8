/// A thread for work that may block on the disk, as an actor's executor. It ends with its actor.
final class ThreadExecutor: SerialExecutor {
    private let queue: WorkQueue

    init() throws(RunLogError) { queue = try WorkQueue() }

    deinit { queue.close() }

    /// Does work in its turn among the actor's jobs.
    func add(_ work: @escaping @Sendable () -> Void) { queue.add(work) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.add { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { precondition(queue.isCurrent, "not on the actor's thread") }
}
