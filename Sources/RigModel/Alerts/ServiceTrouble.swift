/// A reason for which the service is DEGRADED.
public struct ServiceTrouble: Sendable, Hashable {
    /// The part of the service that is not well: `store`, `logs`, `plans` ...
    public var part: String
    /// One sentence that says what to do.
    public var reason: String
    public init(part: String, reason: String) {
        self.part = part
        self.reason = reason
    }

    /// The part that keeps results: what fails there costs the station its memory.
    public static let store = "store"
}
