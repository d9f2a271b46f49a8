public import RigModel

/// Which board belongs to which plan, and which units can be run: a value that follows ports and plans.
///
/// A board is its plan's only if no other plan fits. Where the plan says `boards: one`, the first that was plugged in keeps
/// it until it is unplugged or the plan no longer fits it; the others are surplus.
public struct BenchMap: Sendable {
    private struct Place: Sendable {
        var ports: [PortID: DiscoveredPort] = [:]
        /// Counts up with each board that comes.
        let arrival: Int
        var board: Board? { Board(ports.values) }
    }

    /// All that are plugged in, in the order they came.
    public private(set) var boards: [Board] = []
    /// In the order of boards and of each plan's file.
    public private(set) var instances: [UUTInstance] = []

    private var plans: [BIBID: Plan] = [:]
    private var matcher = BoardMatcher([])
    private var places: [BoardID: Place] = [:]
    private var arrivals = 0
    private var fitting: [BoardID: [BIBID]] = [:]
    private var matchings: [BoardID: BoardMatching] = [:]
    /// The board that has the plan, of plans for one board.
    private var holders: [BIBID: BoardID] = [:]

    public init(plans: [Plan] = []) {
        _ = replacePlans(plans)
    }

    /// nil where no such board is plugged in.
    public func matching(of board: BoardID) -> BoardMatching? { matchings[board] }
    public func board(_ id: BoardID) -> Board? { places[id]?.board }
    public func instances(of bib: BIBID) -> [UUTInstance] { instances.filter { $0.bib == bib } }

    /// Boards that are plugged in and no unit can be run on; without a stanza, which is not known here.
    public var unusedBoards: [UnusedBoard] {
        boards.compactMap { board in
            guard let matching = matchings[board.id], matching.bib == nil else { return nil }
            return UnusedBoard(
                board: board.id, chip: board.chip, product: board.product, serial: board.serial,
                ports: board.ports.map(\.id), matching: matching, stanza: nil)
        }
    }

    /// Takes over the plans that are valid now. Units whose plan is gone go too.
    public mutating func replacePlans(_ plans: [Plan]) -> [BenchChange] {
        self.plans = Dictionary(plans.map { ($0.bib, $0) }) { first, _ in first }
        matcher = BoardMatcher(plans)
        fitting = fitting.filter { _ in false }
        return settle() + matcher.warnings.map(BenchChange.warning)
    }

    /// Follows the changes of one event.
    public mutating func apply(_ changes: [PortChange]) -> [BenchChange] {
        var touched: Set<BoardID> = []
        var successors: [PortID: Int] = [:]
        for change in changes {
            switch change {
            case .appeared(let port):
                place(port, successors[port.id])
                touched.insert(port.board)
            case .changed(let port):
                places[port.board]?.ports[port.id] = port
                touched.insert(port.board)
            case .vanished(let id, _, let departure):
                guard let board = places.first(where: { $0.value.ports[id] != nil }) else { continue }
                // An empty place is kept until the batch is over: a re-plug nobody saw does not lose it.
                places[board.key]?.ports[id] = nil
                touched.insert(board.key)
                if case .renamed(let successor) = departure { successors[successor] = board.value.arrival }
            case .warning:
                continue
            }
        }
        places = places.filter { !$0.value.ports.isEmpty }
        for board in touched { fitting[board] = nil }
        return settle()
    }

    /// A board that only has another name now keeps its turn.
    private mutating func place(_ port: DiscoveredPort, _ inherited: Int?) {
        if places[port.board] == nil {
            if inherited == nil { arrivals += 1 }
            places[port.board] = Place(arrival: inherited ?? arrivals)
        }
        places[port.board]?.ports[port.id] = port
    }

    // MARK: - Who belongs to whom

    private mutating func settle() -> [BenchChange] {
        boards = places.values.sorted { $0.arrival < $1.arrival }.compactMap(\.board)
        let before = (matchings: matchings, instances: instances)
        fitting = Dictionary(uniqueKeysWithValues: boards.map { ($0.id, fitting[$0.id] ?? matcher.fitting($0)) })
        assignHolders()
        matchings = Dictionary(uniqueKeysWithValues: boards.map { ($0.id, judge($0.id)) })
        instances = boards.flatMap { board in
            guard let plan = matchings[board.id]?.bib.flatMap({ plans[$0] }) else { return [UUTInstance]() }
            return plan.uuts.map { UUTInstance($0, of: plan, on: board) }
        }
        return changes(since: before.matchings) + changes(since: before.instances)
    }

    private mutating func assignHolders() {
        holders = holders.filter { fitting[$0.value] == [$0.key] && plans[$0.key]?.boards == .one }
        for board in boards {
            guard let bib = fitting[board.id], bib.count == 1, let only = bib.first.flatMap({ plans[$0] }) else {
                continue
            }
            if only.boards == .one, holders[only.bib] == nil { holders[only.bib] = board.id }
        }
    }

    private func judge(_ board: BoardID) -> BoardMatching {
        let bibs = fitting[board] ?? []
        guard let bib = bibs.first else { return .unmatched }
        if bibs.count > 1 { return .ambiguous(bibs) }
        guard plans[bib]?.boards == .one, holders[bib] != board else { return .matched(bib) }
        return .surplus(bib)
    }

    // MARK: - What changed

    private func changes(since old: [BoardID: BoardMatching]) -> [BenchChange] {
        let gone = old.keys.filter { matchings[$0] == nil }.sorted().map(BenchChange.boardGone)
        return gone
            + boards.compactMap { board in
                guard let matching = matchings[board.id], old[board.id] != matching else { return nil }
                return .boardMatched(board.id, matching)
            }
    }

    private func changes(since old: [UUTInstance]) -> [BenchChange] {
        struct Key: Hashable {
            let bib: BIBID
            let id: UUTInstanceID
            init(_ instance: UUTInstance) { (bib, id) = (instance.bib, instance.id) }
        }
        let before = Dictionary(old.map { (Key($0), $0) }) { first, _ in first }
        let now = Set(instances.map(Key.init))
        let gone = old.filter { !now.contains(Key($0)) }.map { BenchChange.instanceGone($0.bib, $0.id) }
        return gone
            + instances.compactMap { instance in
                guard let earlier = before[Key(instance)] else { return .instanceAppeared(instance) }
                return earlier == instance ? nil : .instanceChanged(instance)
            }
    }
}
