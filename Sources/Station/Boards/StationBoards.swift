import Execution
import Logging
import Plans
import PortDiscovery
import PortPool
import RigModel
import StrictYAML

/// Brings together what is plugged in and what plans say: which board belongs to which BIB, and which units can be run.
actor StationBoards {
    private let pool: Pool
    private let spine: any EventSpine
    private let logger: Logger
    private let catalog: PlanCatalog
    /// What orders are read against; the pool knows every port in it.
    private var map: BenchMap
    private var ports: [PortID: DiscoveredPort] = [:]

    init(catalog: PlanCatalog, pool: Pool, spine: any EventSpine, logger: Logger) {
        self.catalog = catalog
        self.pool = pool
        self.spine = spine
        self.logger = logger
        map = BenchMap(plans: catalog.plans)
    }

    /// Says which plans there are.
    func announcePlans() {
        for status in statuses { spine.post(.planChanged(status)) }
    }

    /// Takes over what discovery saw in one event. The next call comes after this one has returned.
    func apply(_ changes: [PortChange]) async {
        for change in changes {
            switch change {
            case .appeared(let port), .changed(let port): ports[port.id] = port
            case .vanished(let id, _, let departure):
                ports[id] = nil
                logger.info("port gone", metadata: ["port": "\(id)", "how": "\(departure)"])
            case .warning(let text): logger.warning("\(text)")
            }
        }
        // Orders come in while the pool is told, and see the bench as it was until then.
        var next = map
        let consequences = next.apply(changes)
        for change in changes {
            switch change {
            case .appeared(let port):
                logger.info(
                    "port found",
                    metadata: ["port": "\(port.id)", "tty": "\(port.devicePath)", "product": "\(port.product)"])
                await pool.appeared(port, matching: next.matching(of: port.board) ?? .unmatched)
            case .changed(let port): await pool.appeared(port, matching: next.matching(of: port.board) ?? .unmatched)
            case .vanished(let id, _, _): await pool.vanished(id)
            case .warning: break
            }
        }
        for consequence in consequences {
            switch consequence {
            case .boardMatched(let board, let matching):
                if let reason = matching.reason { logger.warning("board \(board): \(reason)") }
                // Other boards' ports may be matched anew by this one's coming or going.
                for port in ports.values where port.board == board { await pool.appeared(port, matching: matching) }
            case .warning(let text): logger.warning("\(text)")
            case .boardGone, .instanceAppeared, .instanceChanged, .instanceGone: break
            }
        }
        map = next
    }

    /// Waits until a board of the BIB is there, with all ports of all its units; the first one, where there are several.
    ///
    /// - Returns: false where no board is there at the deadline. A board that lacks ports then is there, and an order says
    ///   what it lacks. A BIB without a plan is not waited for.
    func waitForBoard(of bib: BIBID, until deadline: ContinuousClock.Instant) async -> Bool {
        guard catalog.plan(bib) != nil else { return true }
        while true {
            let present = map.instances(of: bib)
            let units = present.filter { $0.board == present.first?.board }
            if !units.isEmpty, units.allSatisfy(\.isComplete) { return true }
            guard ContinuousClock.now < deadline, !Task.isCancelled else { return !present.isEmpty }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    private var statuses: [PlanStatus] {
        let valid = catalog.entries.map { entry in
            PlanStatus(
                bib: entry.plan.bib, file: entry.file, description: entry.plan.description, hash: entry.plan.hash,
                uuts: entry.plan.uuts.map(\.id), boards: entry.plan.boards, errors: [])
        }
        let invalid = catalog.invalid.map { file in
            PlanStatus(
                bib: file.bib, file: file.file, description: "", hash: nil, uuts: [],
                errors: file.problems.diagnostics.map(\.description))
        }
        return (valid + invalid).sorted { $0.bib < $1.bib }
    }
}

extension StationBoards: UnitDirectory {
    func units(for order: RunOrder) async throws(RunRefusal) -> [UnitToRun] {
        guard let plan = catalog.plan(order.bib) else {
            if let invalid = catalog.invalid(order.bib) {
                throw .invalidPlan(order.bib, errors: invalid.problems.diagnostics.map(\.description))
            }
            throw .unknownBIB(order.bib, known: catalog.plans.map(\.bib).sorted())
        }
        let present = map.instances(of: order.bib)
        guard !present.isEmpty else {
            if let uut = order.uut, !plan.uuts.contains(where: { uut == $0.id.rawValue || uut.hasPrefix("\($0.id)@") })
            {
                throw .unknownUUT(uut, order.bib, known: plan.uuts.map(\.id))
            }
            throw .noBoard(order.bib)
        }
        var wanted = present
        if let board = order.board {
            wanted = wanted.filter { $0.board == board }
            if wanted.isEmpty {
                throw .unknownBoard(board, order.bib, present: Array(Set(present.map(\.board))).sorted())
            }
        }
        if let uut = order.uut {
            wanted = wanted.filter { $0.id.rawValue == uut || $0.uut.id.rawValue == uut }
            if wanted.isEmpty {
                guard plan.uuts.contains(where: { uut == $0.id.rawValue || uut.hasPrefix("\($0.id)@") }) else {
                    throw .unknownUUT(uut, order.bib, known: plan.uuts.map(\.id))
                }
                throw .noBoard(order.bib)
            }
        }
        if let lame = wanted.first(where: { !$0.isComplete }) {
            throw .missingPorts(lame.id, order.bib, lame.missing.compactMap(lame.uut.port))
        }
        return wanted.map { instance in
            UnitToRun(
                bib: instance.bib, instance: instance.id, board: instance.board, uut: instance.uut,
                safeState: plan.safeState, planHash: plan.hash, ports: instance.ports.map(\.port))
        }
    }
}

extension StationBoards: BenchInventory {
    func plans() async -> [PlanStatus] { statuses }
    func planText(_ bib: BIBID) async -> String? { catalog.entry(bib)?.text ?? catalog.invalid(bib)?.text }
    func unusedBoards() async -> [UnusedBoard] {
        map.unusedBoards.map { unused in
            guard unused.matching == .unmatched, let board = map.board(unused.board) else { return unused }
            let signature = BoardSignature(
                product: board.product, vendorID: board.vendorID, productID: board.productID, serial: board.serial)
            var unused = unused
            unused.stanza = PlanTemplate(for: signature, channels: board.ports.map(\.channel)).yaml
            return unused
        }
    }
}
