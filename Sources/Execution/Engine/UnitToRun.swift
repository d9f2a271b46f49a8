public import RigModel

/// A unit that a run can be asked of: a plan's UUT on a board that is there.
public struct UnitToRun: Sendable, Hashable {
    public var bib: BIBID
    public var instance: UUTInstanceID
    public var board: BoardID
    public var uut: UUTPlan
    public var safeState: [SafeStateStep]
    public var hooks: Hooks
    public var planHash: String
    /// In the order of the plan's ports.
    public var ports: [DiscoveredPort]

    public init(
        bib: BIBID, instance: UUTInstanceID, board: BoardID, uut: UUTPlan, safeState: [SafeStateStep],
        hooks: Hooks = Hooks(), planHash: String, ports: [DiscoveredPort]
    ) {
        self.bib = bib
        self.instance = instance
        self.board = board
        self.uut = uut
        self.safeState = safeState
        self.hooks = hooks
        self.planHash = planHash
        self.ports = ports
    }
}

/// Knows which units an order means now. The station's, since plans and boards come and go.
public protocol UnitDirectory: Sendable {
    /// - Throws: why there is none.
    func units(for order: RunOrder) async throws(RunRefusal) -> [UnitToRun]
}
