public import RigModel

/// A port that is plugged in still, and known by another name from now on.
public struct RenamedPort: Sendable, Hashable {
    /// Its name until now.
    public var former: PortID
    /// What it is now.
    public var port: DiscoveredPort
    public var matching: BoardMatching
    public init(former: PortID, port: DiscoveredPort, matching: BoardMatching) {
        self.former = former
        self.port = port
        self.matching = matching
    }
}
