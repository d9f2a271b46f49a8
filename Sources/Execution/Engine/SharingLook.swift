import SerialIO

/// Looks who else has ports open, once for all who ask at the same time: a look walks through the whole of /proc.
actor SharingLook {
    /// Those who are looked for together. Touched by the actor only.
    private final class Round {
        var paths: Set<String> = []
        var bells: [WaitToken] = []
        /// By path; nil until it is over.
        var holders: [String: PortHolder]?
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }
    private nonisolated let reactor: Reactor
    private var underWay: Round?
    /// Has not begun.
    private var next: Round?

    init(on reactor: Reactor) { self.reactor = reactor }

    /// Other processes that have these devices open, in their order.
    ///
    /// - Returns: nil where it takes longer than `patience`.
    func holders(of paths: [String], within patience: Duration) async -> [PortHolder?]? {
        let deadline = ContinuousClock.now + patience
        let round: Round
        if let next {
            round = next
            round.paths.formUnion(paths)
            await wait(for: round, until: deadline)
        } else {
            round = Round()
            round.paths = Set(paths)
            next = round
            if let underWay { await wait(for: underWay, until: deadline) }
            await look(round, until: deadline)
        }
        guard let holders = round.holders else { return nil }
        return paths.map { holders[$0] }
    }

    /// The first of a round looks for all of them.
    private func look(_ round: Round, until deadline: ContinuousClock.Instant) async {
        next = nil
        underWay = round
        let paths = Array(round.paths)
        if let found = await PortHolder.foreign(to: paths, within: deadline - .now, on: reactor) {
            round.holders = [:]
            for case (let path, let holder?) in zip(paths, found) { round.holders?[path] = holder }
        }
        if underWay === round { underWay = nil }
        for bell in round.bells { reactor.interrupt(bell) }
    }

    private func wait(for round: Round, until deadline: ContinuousClock.Instant) async {
        let bell = WaitToken()
        round.bells.append(bell)
        _ = await reactor.sleep(until: deadline, token: bell)
    }
}
