public import RigModel

/// Why a run got no lease.
public enum PoolError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownPort(PortID)
    case offline(PortID)
    case quarantined(PortID)
    /// The wait's deadline passed; the ports and resources that were not free.
    case waitedTooLong(for: [String], Duration)
    /// The run was told to stop while it waited.
    case withdrawn

    public var description: String {
        switch self {
        case .unknownPort(let port): "the pool knows no port '\(port)'"
        case .offline(let port): "port \(port) is not plugged in; plug its board in and run again"
        case .quarantined(let port): "port \(port) is in quarantine; release it with `portpool release \(port)`"
        case .waitedTooLong(let names, let patience):
            "waited \(patience) for \(names.joined(separator: ", ")), which stayed in use"
        case .withdrawn: "the run was stopped while it waited for its ports"
        }
    }
}
