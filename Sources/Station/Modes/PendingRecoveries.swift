import RigModel

/// The runs that the service left unfinished when it died, as long as their units were not taken care of. Pure: time is
/// handed in.
///
/// A unit is taken care of by its recovery, or by any other run of it, unless that has ended in ERROR: then its recovery is
/// tried again, at longer and longer intervals, and at once when its board is plugged in.
struct PendingRecoveries: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// Why it is looked whether something can be begun.
    enum Occasion: Sendable, Hashable {
        /// The bench or the plans have changed; boards that were plugged in just now.
        case bench(plugged: Set<BoardID>)
        case time
        /// A run of the BIB is asked for.
        case order(BIBID)
    }

    /// A recovery that has to be tried again.
    struct Retry: Sendable, Hashable {
        var of: ExecutionRequest
        var failures: Int
        var wait: Duration
        var because: String
    }

    /// Before the first retry; each one that fails doubles it, and no order makes two attempts within this time.
    static let shortestWait: Duration = .seconds(1)
    static let longestWait: Duration = .seconds(300)
    /// How long ports are kept for a recovery that cannot be begun though its board is there.
    static let keeping: Duration = .seconds(30)

    private enum State: Sendable, Hashable {
        /// For its board, and for the first attempt.
        case waiting
        /// An order is being given.
        case asked
        /// A run that may take care of the unit waits or goes on.
        case inHand(ExecutionID)
        case failed(at: Instant, retryAt: Instant, because: String)
    }

    private struct Pending: Sendable {
        let run: ExecutionRequest
        var state = State.waiting
        var failures = 0
        /// Since when its board has been there and it could not be begun.
        var refusedSince: Instant?
    }
    /// At most one for a unit.
    private var pending: [Pending]

    /// - Parameter interrupted: as `RecoveryArchive.unrecovered()` lists them.
    init(_ interrupted: [ExecutionResult]) { pending = interrupted.map { Pending(run: $0.request) } }

    var isEmpty: Bool { pending.isEmpty }
    var units: Set<UnitsUnderWay.Name> { Set(pending.map { UnitsUnderWay.Name($0.run) }) }

    // MARK: Orders

    /// Orders for those whose plan asks for it and whose time has come; each is handed out once, until it is told what
    /// became of it.
    mutating func takeOrders(_ occasion: Occasion, plans: [BIBID: Plan], now: Instant) -> [RunOrder] {
        var orders: [RunOrder] = []
        for (index, unit) in pending.enumerated() {
            guard plans[unit.run.bib]?.recovery == .stop, isRipe(unit, occasion, now) else { continue }
            pending[index].state = .asked
            orders.append(
                RunOrder(
                    bib: unit.run.bib, uut: unit.run.instance.rawValue, board: unit.run.board, origin: "recovery",
                    priority: .max, recovers: unit.run.id))
        }
        return orders
    }

    private func isRipe(_ unit: Pending, _ occasion: Occasion, _ now: Instant) -> Bool {
        switch (unit.state, occasion) {
        case (.asked, _), (.inHand, _): false
        case (.waiting, .bench): true
        case (.waiting, .time): false
        case (.waiting, .order(let bib)): bib == unit.run.bib
        case (.failed(_, let retryAt, _), .bench(let plugged)): plugged.contains(unit.run.board) || retryAt <= now
        case (.failed(_, let retryAt, _), .time): retryAt <= now
        case (.failed(let at, _, _), .order(let bib)): bib == unit.run.bib && at + Self.shortestWait <= now
        }
    }

    /// When an order for a BIB may make the next attempt at its units; nil where it may now.
    func nextAttempt(of bib: BIBID) -> Instant? {
        pending.compactMap { unit in
            guard unit.run.bib == bib, case .failed(let at, _, _) = unit.state else { return nil }
            return at + Self.shortestWait
        }.max()
    }

    /// Whether an order is being given for the BIB, and runs that may take care of its units.
    func inHand(of bib: BIBID) -> (isAsked: Bool, runs: [ExecutionID]) {
        let units = pending.filter { $0.run.bib == bib }
        return (
            isAsked: units.contains { $0.state == .asked },
            runs: units.compactMap { if case .inHand(let run) = $0.state { run } else { nil } }
        )
    }

    // MARK: What became of them

    /// The order was taken.
    mutating func begun(_ run: ExecutionID, by recovery: ExecutionID) {
        change(run) { unit in
            unit.refusedSince = nil
            // It may have ended already.
            if unit.state == .asked { unit.state = .inHand(recovery) }
        }
    }

    /// The order was refused; it is given again when something has changed.
    mutating func refused(_ run: ExecutionID, boardIsThere: Bool, now: Instant) {
        change(run) { unit in
            if unit.state == .asked { unit.state = .waiting }
            unit.refusedSince = boardIsThere ? unit.refusedSince ?? now : nil
        }
    }

    /// Nothing can be done for it.
    mutating func giveUp(_ run: ExecutionID) { pending.removeAll { $0.run.id == run } }

    /// Another run of the unit will take care of it by its own START and STOP.
    mutating func admitted(_ request: ExecutionRequest) {
        for index in pending.indices where pending[index].run.isOfSameUnit(as: request) {
            switch pending[index].state {
            case .waiting, .failed: pending[index].state = .inHand(request.id)
            case .asked, .inHand: break
            }
        }
    }

    /// A run has ended.
    ///
    /// - Returns: what has to be tried again for it.
    mutating func ended(_ result: ExecutionResult, now: Instant) -> Retry? {
        guard let index = pending.firstIndex(where: { $0.run.isOfSameUnit(as: result.request) }) else { return nil }
        if result.tookCareOfUnit {
            pending.remove(at: index)
            return nil
        }
        let unit = pending[index]
        guard result.request.recovers == unit.run.id || unit.state == .inHand(result.request.id) else { return nil }
        let failures = unit.failures + 1
        let wait = min(Self.shortestWait * (1 << min(failures - 1, 20)), Self.longestWait)
        pending[index].failures = failures
        pending[index].state = .failed(at: now, retryAt: now + wait, because: result.explanation)
        return Retry(of: unit.run, failures: failures, wait: wait, because: result.explanation)
    }

    private mutating func change(_ run: ExecutionID, _ body: (inout Pending) -> Void) {
        if let index = pending.firstIndex(where: { $0.run.id == run }) { body(&pending[index]) }
    }

    // MARK: What others must know

    /// Ports that nobody else is to get yet: until the first attempt has ended, or cannot be made.
    func keptPorts(plans: [BIBID: Plan], now: Instant) -> Set<PortID> {
        let kept = pending.filter { unit in
            plans[unit.run.bib]?.recovery == .stop && unit.failures == 0
                && unit.refusedSince.map { now < $0 + Self.keeping } ?? true
        }
        return Set(kept.flatMap { $0.run.ports.map(\.port) })
    }

    /// What a person should know, one sentence each: units that are not safe yet.
    func reasons(plans: [BIBID: Plan]) -> [String] {
        pending.compactMap { unit in
            let run = unit.run
            guard plans[run.bib]?.recovery == .stop else { return nil }
            let left = "\(run.bib)/\(run.instance) was left in the middle of run \(run.id)"
            switch unit.state {
            case .asked, .inHand: return nil
            case .waiting:
                return "\(left); its STOP is sent as soon as board \(run.board) is there with its ports, before "
                    + "anything else"
            case .failed(_, _, let because):
                return "\(left), and its recovery has failed (\(because)); it is tried again and again"
            }
        }
    }

    /// Those that nothing can be done for: their plans are gone.
    func withoutPlan(_ plans: [BIBID: Plan]) -> [ExecutionRequest] {
        pending.map(\.run).filter { plans[$0.bib] == nil }
    }
}

extension ExecutionResult {
    /// Whether the unit was left as its plan's STOP leaves it; the store's `unrecovered` sees it in the same way.
    var tookCareOfUnit: Bool {
        startedAt != nil && !(verdict == .error && (stepsDone == 0 || request.recovers != nil))
    }
}

extension ExecutionRequest {
    fileprivate func isOfSameUnit(as other: ExecutionRequest) -> Bool {
        bib == other.bib && instance == other.instance
    }
}
