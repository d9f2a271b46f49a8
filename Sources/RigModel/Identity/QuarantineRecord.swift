/// A port that somebody took out of use, as it is stored. A port that the pool keeps out by itself is not: what spoke
/// against it is found out anew.
public struct QuarantineRecord: Sendable, Hashable {
    public var port: PortID
    public var reason: String
    public var since: Timestamp
    /// nil while the port is out of use.
    public var endedAt: Timestamp?

    public init(port: PortID, reason: String, since: Timestamp, endedAt: Timestamp? = nil) {
        self.port = port
        self.reason = reason
        self.since = since
        self.endedAt = endedAt
    }
}
