import Logging
import RigModel

/// Makes good what the service left unfinished when it died: STOP and the safe state are run, before the unit's ports are
/// handed to anybody else.
actor Recoveries {
    private let runs: any RunControl
    private let underWay: UnitsUnderWay
    private let boards: StationBoards
    private let health: HealthBoard
    private let logger: Logger
    private var pending: PendingRecoveries
    /// Asked for, or about to be, and without its ports yet.
    private var unbegun: [ExecutionID: (bib: BIBID, run: ExecutionID?)] = [:]
    private var noted: Set<ExecutionID> = []

    /// How long an order for the same BIB is held back. A recovery that still waits then has its place in the queue, in
    /// front of all others.
    private static let patience: Duration = .seconds(2)

    init(
        _ interrupted: [ExecutionResult], runs: any RunControl, underWay: UnitsUnderWay, boards: StationBoards,
        health: HealthBoard, logger: Logger
    ) {
        pending = PendingRecoveries(interrupted)
        self.runs = runs
        self.underWay = underWay
        self.boards = boards
        self.health = health
        self.logger = logger
    }

    /// Begins what can be begun now.
    /// - Parameter bib: nil for all.
    func begin(of bib: BIBID? = nil) async {
        let plans = await boards.bench.plans
        for order in pending.takeOrders(of: bib, plans: plans) { await begin(order) }
        health.report(pending.reasons(plans: plans), from: "recovery")
        for run in pending.withoutPlan(plans) where noted.insert(run.id).inserted {
            logger.warning(
                "\(run.bib)/\(run.instance) was left in the middle of run \(run.id), and its plan is gone: make the unit safe by hand"
            )
        }
    }

    private func begin(_ order: RunOrder) async {
        guard let run = order.recovers else { return }
        unbegun[run] = (order.bib, nil)
        do throws(RunRefusal) {
            let begun = try await runs.start(order)
            unbegun[run] = (order.bib, begun.first?.id)
            pending.tookCare(ofRun: run)
            logger.notice("recovery", metadata: ["of": "\(run)", "by": "\(begun.first?.id.rawValue ?? "")"])
        } catch {
            unbegun[run] = nil
            pending.giveBack(run)
            if case .unknownUUT = error {
                pending.tookCare(ofRun: run)
                logger.warning("run \(run) cannot be made good, its unit is no longer in the plan: \(error)")
            }
        }
    }

    /// Waits until the recoveries of a BIB have their ports, so that no order can overtake them.
    func precede(_ bib: BIBID) async {
        await begin(of: bib)
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline, !Task.isCancelled {
            unbegun = unbegun.filter { entry in entry.value.run.map { !underWay.isSettled($0) } ?? true }
            guard unbegun.values.contains(where: { $0.bib == bib }) else { return }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// A run takes care of a unit by its own START and STOP.
    func admitted(_ requests: [ExecutionRequest]) {
        for request in requests { pending.tookCare(of: request.bib, request.instance) }
    }
}
