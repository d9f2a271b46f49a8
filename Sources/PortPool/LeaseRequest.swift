public import RigModel

/// A run's wish to use ports and resources: all of them together, or none.
public struct LeaseRequest: Sendable, Hashable {
    /// The run that will use them; unique among the waiting and the leased.
    public var execution: ExecutionID
    public var uut: UUTInstanceID
    /// Ports in the incarnation that was seen when the run was asked for: another board's appearance is not what was
    /// meant.
    public var ports: [PortID]
    /// Taken and given back with the ports.
    public var resources: [ResourceID]
    /// The higher is served first; equals in the order of asking.
    public var priority: Int
    /// How long the wait may last.
    public var patience: Duration
    /// How long the lease is good for, from the grant; the pool's `longestRun` bounds it.
    public var term: Duration
    /// The run makes a unit safe that was left in the middle of another: it comes before everybody.
    public var isRecovery: Bool

    public init(
        execution: ExecutionID, uut: UUTInstanceID, ports: [PortID], resources: [ResourceID] = [], priority: Int = 0,
        patience: Duration = .seconds(600), term: Duration, isRecovery: Bool = false
    ) {
        self.execution = execution
        self.uut = uut
        self.ports = ports
        self.resources = resources
        self.priority = priority
        self.patience = patience
        self.term = term
        self.isRecovery = isRecovery
    }
}
