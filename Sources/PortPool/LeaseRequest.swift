public import RigModel

/// A wish to use ports: all of them together, or none.
public struct LeaseRequest: Sendable, Hashable {
    /// The run that will use them; unique among the waiting and the leased.
    public var execution: ExecutionID
    public var uut: UUTInstanceID
    /// Ports in the incarnation that was seen when the run was asked for: another board's appearance is not what was
    /// meant.
    public var ports: [PortID]
    /// The higher is served first; equals in the order of asking.
    public var priority: Int
    /// How long the wait may last.
    public var patience: Duration
    /// How long the lease is good for, from the grant.
    public var term: Duration

    public init(
        execution: ExecutionID, uut: UUTInstanceID, ports: [PortID], priority: Int = 0,
        patience: Duration = .seconds(600), term: Duration
    ) {
        self.execution = execution
        self.uut = uut
        self.ports = ports
        self.priority = priority
        self.patience = patience
        self.term = term
    }
}

/// Why ports were not leased.
public enum PoolError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownPort(PortID)
    case offline(PortID)
    case quarantined(PortID)
    /// The wait's deadline passed; the ports that were not free.
    case waitedTooLong([PortID], Duration)
    /// The run was told to stop while it waited.
    case withdrawn

    public var description: String {
        switch self {
        case .unknownPort(let port): "the pool knows no port '\(port)'"
        case .offline(let port): "port \(port) is not plugged in; plug its board in and run again"
        case .quarantined(let port): "port \(port) is in quarantine; release it with `portpool release \(port)`"
        case .waitedTooLong(let ports, let patience):
            "waited \(patience) for \(ports.map(\.rawValue).joined(separator: ", ")), which stayed in use"
        case .withdrawn: "the run was stopped while it waited for its ports"
        }
    }

    /// The port that the error is about, where there is one.
    public var port: PortID? {
        switch self {
        case .unknownPort(let port), .offline(let port), .quarantined(let port): port
        case .waitedTooLong(let ports, _): ports.first
        case .withdrawn: nil
        }
    }
}
