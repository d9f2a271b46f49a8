public import RigModel

/// What befalls a lease that a run holds; the run must obey at once.
public enum LeaseEvent: Sendable, Hashable {
    /// The port was unplugged. A port that comes back is another incarnation and not the lease's.
    case portLost(PortID)
    /// The term is over, or someone took the ports back: nothing more may be sent on any of them.
    case ended(reason: String)
}
