public import RigModel

/// A unit under test on a board that is plugged in: what a run can be started on.
public struct UUTInstance: Sendable, Hashable {
    /// Unique within its BIB.
    public let id: UUTInstanceID
    public let bib: BIBID
    public let uut: UUTPlan
    public let board: BoardID
    /// Those that are there, in the order of the plan.
    public let ports: [Line]
    /// The aliases of those that are not; a run needs all.
    public let missing: [String]

    /// A port under the name that steps use.
    public struct Line: Sendable, Hashable {
        public let alias: String
        public let port: DiscoveredPort
    }

    init(_ uut: UUTPlan, of plan: Plan, on board: Board) {
        id = UUTInstanceID(uut: uut.id, board: board.id, boards: plan.boards)
        bib = plan.bib
        self.uut = uut
        self.board = board.id
        var lines: [Line] = []
        var missing: [String] = []
        for port in uut.ports {
            if let found = board[port.channel] {
                lines.append(Line(alias: port.alias, port: found))
            } else {
                missing.append(port.alias)
            }
        }
        ports = lines
        self.missing = missing
    }

    public var isComplete: Bool { missing.isEmpty }
    public subscript(alias: String) -> DiscoveredPort? { ports.first { $0.alias == alias }?.port }
}
