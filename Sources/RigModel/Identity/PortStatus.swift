/// What a port is to the pool at this instant.
public enum PortStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// Plugged in and free.
    case available
    /// Leased to a run that is using it.
    case inUse
    /// Leased, and no run on it yet.
    case reserved
    /// Plugged in, and the last try to open it failed.
    case error
    /// Seen since the start, and not there now.
    case offline
    /// Kept out of use until a check or a person lets it back.
    case quarantined
}
