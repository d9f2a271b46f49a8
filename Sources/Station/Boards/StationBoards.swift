import Execution
import Logging
import Plans
import PortDiscovery
import PortPool
import RigModel

/// Brings together what is plugged in and what plans say: which board belongs to which BIB, and which units can be run.
///
/// Ports and plans change while it works. A run keeps the plan it was asked for with, whatever becomes of the file.
actor StationBoards {
    private let pool: Pool
    private let spine: any EventSpine
    private let health: HealthBoard
    private let logger: Logger
    private(set) var shelf: PlanShelf
    /// What orders are read against; the pool knows every port in it.
    private(set) var map: BenchMap
    private var ports: [PortID: DiscoveredPort] = [:]
    /// Plans that runs may still have, the oldest first; those that are in use come last.
    private var versions: [Plan] = []
    private var isWatching = false

    /// What changes, for one reader.
    nonisolated let news: AsyncStream<BenchNews>
    private let tell: AsyncStream<BenchNews>.Continuation

    /// Changes come one after the other: each waits for the pool.
    private var isChanging = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(shelf: PlanShelf, pool: Pool, spine: any EventSpine, health: HealthBoard, logger: Logger) {
        self.shelf = shelf
        self.pool = pool
        self.spine = spine
        self.health = health
        self.logger = logger
        map = BenchMap(plans: shelf.plans)
        versions = shelf.plans
        (news, tell) = AsyncStream.makeStream()
        health.report(shelf.reasons, from: "plans")
    }

    /// Says which plans there are.
    func announcePlans() async {
        for status in shelf.statuses { spine.post(.planChanged(status)) }
        await namePorts()
        tell.yield(.plans(bench))
    }

    /// All that was plugged in at the start is known: what comes from now on is plugged in by somebody.
    func beginWatching() { isWatching = true }

    var bench: Bench {
        Bench(
            instances: map.instances, plans: Dictionary(shelf.plans.map { ($0.bib, $0) }) { first, _ in first },
            boards: Set(map.boards.map(\.id)))
    }

    /// The plan that a run was asked for with; nil where it is long out of use.
    func plan(hash: String) -> Plan? { versions.last { $0.hash == hash } }

    /// Of the plans that runs may have: the most ports that one of them opens, and the longest that its hooks may take.
    var longestUse: (ports: Int, hooks: Duration) {
        let outputs = versions.map { [$0.hooks.active, $0.hooks.ready, $0.hooks.critical].compactMap { $0 } }
        return (
            ports: versions.flatMap(\.uuts).map(\.ports.count).max() ?? 0,
            hooks: outputs.map { $0.reduce(.zero) { $0 + $1.deadline + ($1.pulse ?? .zero) } }.max() ?? .zero
        )
    }

    // MARK: Changes

    private func takeTurn() async {
        guard isChanging else {
            isChanging = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func passTurn() {
        if waiting.isEmpty { isChanging = false } else { waiting.removeFirst().resume() }
    }

    /// Takes over what discovery saw in one event. The next call comes after this one has returned.
    func apply(_ changes: [PortChange]) async {
        await takeTurn()
        defer { passTurn() }
        var plugged: Set<PortID> = []
        // Another name is no plug.
        var renamed: Set<PortID> = []
        for change in changes {
            switch change {
            case .appeared(let port):
                ports[port.id] = port
                if isWatching { plugged.insert(port.id) }
            case .changed(let port): ports[port.id] = port
            case .vanished(let id, _, let departure):
                ports[id] = nil
                if case .renamed(let successor) = departure { renamed.insert(successor) }
                logger.info("port gone", metadata: ["port": "\(id)", "how": "\(departure)"])
            case .warning(let text): logger.warning("\(text)")
            }
        }
        // Orders come in while the pool is told: what is gone they find no more, and what is new not before the pool has it.
        var next = map
        let consequences = next.apply(changes)
        _ = map.apply(
            changes.filter { change in
                if case .vanished = change { true } else { false }
            })
        for case .vanished(let id, _, let departure) in changes {
            if case .renamed = departure { continue }
            await pool.vanished(id)
        }
        let renames = renames(changes, next)
        if !renames.isEmpty { await pool.renamed(renames) }
        for change in changes {
            switch change {
            case .appeared(let port):
                logger.info(
                    "port found",
                    metadata: ["port": "\(port.id)", "tty": "\(port.devicePath)", "product": "\(port.product)"])
                await pool.appeared(port, matching: next.matching(of: port.board) ?? .unmatched)
            case .changed(let port): await pool.appeared(port, matching: next.matching(of: port.board) ?? .unmatched)
            case .vanished, .warning: break
            }
        }
        await follow(consequences)
        map = next
        tell.yield(.ports(bench, plugged: plugged.subtracting(renamed)))
    }

    /// Ports that have other names now, with what they have become.
    private func renames(_ changes: [PortChange], _ map: BenchMap) -> [RenamedPort] {
        changes.compactMap { change in
            guard case .vanished(let id, _, .renamed(let successor)) = change, let port = ports[successor] else {
                return nil
            }
            return RenamedPort(former: id, port: port, matching: map.matching(of: port.board) ?? .unmatched)
        }
    }

    /// Takes over what was read of the folder of plans; runs that are under way or wait keep the plans they have.
    ///
    /// - Parameter unripe: names of files that are being written.
    func take(_ catalog: PlanCatalog, leaving unripe: Set<String>) async {
        await takeTurn()
        defer { passTurn() }
        let changes = shelf.take(catalog, leaving: unripe)
        health.report(shelf.reasons, from: "plans")
        guard !changes.isEmpty else { return }
        for change in changes { log(change) }
        let plans = shelf.plans
        versions = (versions.filter { !plans.contains($0) } + plans).suffix(plans.count + Self.keptVersions)
        var next = map
        await follow(next.replacePlans(plans))
        map = next
        for change in changes { spine.post(.planChanged(change)) }
        await namePorts()
        tell.yield(.plans(bench))
    }

    /// Boards that plans name by their serial numbers are missed where they are not there.
    private func namePorts() async {
        let named = NamedPorts(shelf.plans)
        await pool.named(
            named.ports.keys.sorted().compactMap { id in
                guard let port = named.ports[id], let matching = named.matchings[id] else { return nil }
                return (port, matching)
            })
    }

    /// The folder of plans cannot be read now: what was read before stays in use.
    func lostPlans(_ error: PlanFolderError) {
        let reason = "\(error); \(shelf.plans.isEmpty ? "no unit can be run" : "the plans read before stay in use")"
        health.report(shelf.reasons + [reason], from: "plans")
    }

    private static let keptVersions = 64

    private func log(_ change: PlanStatus) {
        if change.isRemoved {
            logger.notice("plan removed", metadata: ["bib": "\(change.bib)", "file": "\(change.file)"])
        } else if change.errors.isEmpty {
            logger.notice(
                "plan in use",
                metadata: ["bib": "\(change.bib)", "file": "\(change.file)", "hash": "\(change.hash ?? "")"])
        } else {
            for error in change.errors { logger.warning("\(error)") }
        }
    }

    private func follow(_ consequences: [BenchChange]) async {
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
    }

    /// Waits until a board of the BIB is there, with all ports of all its units; the first one, where there are several.
    ///
    /// - Returns: false where no board is there at the deadline. A board that lacks ports then is there, and an order says
    ///   what it lacks. A BIB without a plan is not waited for.
    func waitForBoard(of bib: BIBID, until deadline: ContinuousClock.Instant) async -> Bool {
        guard shelf.plan(bib) != nil else { return true }
        while true {
            let present = map.instances(of: bib)
            let units = present.filter { $0.board == present.first?.board }
            if !units.isEmpty, units.allSatisfy(\.isComplete) { return true }
            guard ContinuousClock.now < deadline, !Task.isCancelled else { return !present.isEmpty }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }
}
