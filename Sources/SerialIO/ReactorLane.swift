/// The executor of the actors on a reactor: only a second door to it, by which it can tell their jobs from those of tasks that prefer it.
final class ReactorLane: SerialExecutor {
    // The reactor owns us, and its actors hold the reactor.
    private unowned let reactor: Reactor

    init(_ reactor: Reactor) {
        self.reactor = reactor
    }

    func enqueue(_ job: consuming ExecutorJob) {
        reactor.enqueue(ReactorJob(job: UnownedJob(job), isOfPreference: false))
    }

    func checkIsolated() {
        reactor.checkIsolated()
    }

    func isIsolatingCurrentContext() -> Bool? {
        reactor.isIsolatingCurrentContext()
    }
}
