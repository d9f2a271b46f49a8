/// A thread for tasks that may block, as the executor they prefer: so they block nobody else, and what they call
/// synchronously costs no change of thread. It ends with its last reference.
public final class TaskThread: TaskExecutor {
    private let queue: WorkQueue

    /// - Parameter name: the thread's, of which Linux shows 15 bytes.
    public init(name: String) throws(ThreadError) { queue = try WorkQueue(name: name) }

    deinit { queue.close() }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.add { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
