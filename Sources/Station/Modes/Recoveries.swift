import Logging
import PortPool
import RigModel

/// Makes good what the service left unfinished when it died: STOP and the safe state are run, before the unit's ports are
/// handed to anybody else, and again where that could not be done.
actor Recoveries {
    private let runs: any RunControl
    private let underWay: UnitsUnderWay
    private let boards: StationBoards
    private let pool: Pool
    private let health: HealthBoard
    private let logger: Logger
    private var pending: PendingRecoveries
    private var kept: Set<PortID> = []
    private var noted: Set<ExecutionID> = []

    /// How long an order for the same BIB is held back. A recovery that still waits then has its place in the queue, in
    /// front of all others.
    private static let patience: Duration = .seconds(2)
    /// Fine enough for retries that are seconds apart.
    private static let tick: Duration = .milliseconds(250)

    init(
        _ interrupted: [ExecutionResult], runs: any RunControl, underWay: UnitsUnderWay, boards: StationBoards,
        pool: Pool, health: HealthBoard, logger: Logger
    ) {
        pending = PendingRecoveries(interrupted)
        self.runs = runs
        self.underWay = underWay
        self.boards = boards
        self.pool = pool
        self.health = health
        self.logger = logger
        underWay.watch(pending.units)
    }

    // MARK: Beginning

    /// Keeps the ports of all that is pending; to be called before the pool is told of any port.
    func keepPorts() async { await settle(await boards.bench.plans) }

    /// Begins what can be begun now.
    func begin(_ occasion: PendingRecoveries.Occasion) async {
        guard !pending.isEmpty else { return }
        let bench = await boards.bench
        for order in pending.takeOrders(occasion, plans: bench.plans, now: .now) { await begin(order, on: bench) }
        await settle(bench.plans)
        for run in pending.withoutPlan(bench.plans) where noted.insert(run.id).inserted {
            logger.warning(
                "\(run.bib)/\(run.instance) was left in the middle of run \(run.id), and its plan is gone: make the unit safe by hand"
            )
        }
    }

    private func begin(_ order: RunOrder, on bench: Bench) async {
        guard let run = order.recovers, let board = order.board else { return }
        do throws(RunRefusal) {
            guard let recovery = try await runs.start(order).first else {
                pending.refused(run, boardIsThere: bench.boards.contains(board), now: .now)
                return
            }
            pending.begun(run, by: recovery.id)
            logger.notice("recovery", metadata: ["of": "\(run)", "by": "\(recovery.id)"])
        } catch {
            pending.refused(run, boardIsThere: bench.boards.contains(board), now: .now)
            if case .unknownUUT = error {
                pending.giveUp(run)
                logger.warning("run \(run) cannot be made good, its unit is no longer in the plan: \(error)")
            }
        }
    }

    /// Tells everybody how things are now.
    private func settle(_ plans: [BIBID: Plan]) async {
        health.report(pending.reasons(plans: plans), from: "recovery")
        underWay.watch(pending.units)
        let kept = pending.keptPorts(plans: plans, now: .now)
        guard kept != self.kept else { return }
        self.kept = kept
        await pool.keepForRecovery(kept)
    }

    // MARK: Ends

    /// Tries again what has failed, as long as something is pending; ended by cancellation.
    func follow() async {
        await withDiscardingTaskGroup { group in
            group.addTask { for await result in self.underWay.endings { await self.ended(result) } }
            while !Task.isCancelled, !pending.isEmpty {
                try? await Task.sleep(for: Self.tick)
                await begin(.time)
            }
            group.cancelAll()
        }
    }

    private func ended(_ result: ExecutionResult) async {
        let retry = pending.ended(result, now: .now)
        let plans = await boards.bench.plans
        if let retry, plans[retry.of.bib]?.recovery == .stop {
            logger.warning(
                "run \(retry.of.id) left \(retry.of.bib)/\(retry.of.instance) unfinished, and it could not be made good: \(retry.because); tried again in \(retry.wait)",
                metadata: ["by": "\(result.request.id)", "failures": "\(retry.failures)"])
        }
        await settle(plans)
    }

    // MARK: Orders of others

    /// Waits until the recoveries of a BIB have their ports, so that no order can overtake them.
    func precede(_ bib: BIBID) async {
        guard !pending.isEmpty else { return }
        let deadline = ContinuousClock.now + Self.patience
        if let next = pending.nextAttempt(of: bib) { try? await Task.sleep(until: min(next, deadline)) }
        await begin(.order(bib))
        while ContinuousClock.now < deadline, !Task.isCancelled {
            let inHand = pending.inHand(of: bib)
            guard inHand.isAsked || inHand.runs.contains(where: { !underWay.isSettled($0) }) else { return }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// A run takes care of a unit by its own START and STOP, unless it fails.
    func admitted(_ requests: [ExecutionRequest]) {
        guard !pending.isEmpty else { return }
        for request in requests where !underWay.hasEnded(request.id) { pending.admitted(request) }
    }
}
