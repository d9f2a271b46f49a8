public import RigModel

/// The right of one run to use ports until a time. Who holds the value may use the ports; it is given back in one place,
/// `Pool.release`. One that is dropped instead ends with its term.
public struct Lease: ~Copyable, Sendable {
    public let id: LeaseID
    public let execution: ExecutionID
    /// As they were when the lease was granted, in the order of the request.
    public let ports: [DiscoveredPort]

    init(_ grant: LeaseGrant) {
        id = grant.id
        execution = grant.execution
        ports = grant.ports
    }
}

/// A lease as the pool keeps it.
struct LeaseGrant: Sendable, Hashable {
    let id: LeaseID
    let execution: ExecutionID
    let uut: UUTInstanceID
    let ports: [DiscoveredPort]
    let deadline: ContinuousClock.Instant
}

/// What befalls a lease that a run holds; the run must obey at once.
public enum LeaseEvent: Sendable, Hashable {
    /// The port was unplugged. A port that comes back is another incarnation and not the lease's.
    case portLost(PortID)
    /// The term is over, or someone took the ports back: nothing more may be sent on any of them.
    case ended(reason: String)
}
