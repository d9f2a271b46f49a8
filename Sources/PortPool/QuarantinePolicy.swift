/// When a port is kept out of use by itself, and how it comes back: `quarantine` of `rig.yaml`.
public struct QuarantinePolicy: Sendable, Hashable {
    /// So many disappearances within ``window`` are flapping; nil: never quarantined for that.
    public var flaps: Int?
    public var window: Duration
    /// So many leases in a row with trouble on the line are failing; nil: never quarantined for that.
    public var failures: Int?
    /// The first health check comes after this time; each one that fails doubles it.
    public var firstCheck: Duration
    /// It is not doubled beyond this.
    public var longestCheck: Duration

    public init(
        flaps: Int? = 5, window: Duration = .seconds(60), failures: Int? = 3, firstCheck: Duration = .seconds(10),
        longestCheck: Duration = .seconds(600)
    ) {
        self.flaps = flaps
        self.window = window
        self.failures = failures
        self.firstCheck = firstCheck
        self.longestCheck = longestCheck
    }

    /// The wait before the next check, where `last` was the one before; nil where there was none.
    func backOff(after last: Duration?) -> Duration { last.map { min($0 * 2, longestCheck) } ?? firstCheck }
}
