/// The executor: jobs of actors and of tasks that prefer this reactor.
extension Reactor {
    /// A job of a task that prefers the reactor.
    public func enqueue(_ job: consuming ExecutorJob) {
        enqueue(ReactorJob(job: UnownedJob(job), isOfPreference: true))
    }

    /// Actors are given ``lane`` as their executor, which is the same thread.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        lane.asUnownedSerialExecutor()
    }

    public func checkIsolated() {
        preconditionOnThread()
    }

    public func isIsolatingCurrentContext() -> Bool? {
        isOnThread
    }

    func enqueue(_ job: ReactorJob) {
        if isOnThread {
            jobs.append(job)
        } else {
            post { $0.jobs.append(job) }
        }
    }

    /// Runs a job, saying in whose name: Swift queues a task anew at each `await` where that is not what the task expects.
    func run(_ job: ReactorJob) {
        if job.isOfPreference {
            job.job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        } else {
            job.job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }
}
