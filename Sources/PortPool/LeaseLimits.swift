/// How long leases may last and wait: `leases` of `rig.yaml`.
public struct LeaseLimits: Sendable, Hashable {
    /// A lease that says nothing of it is good for so long from its grant.
    public var term: Duration
    /// No person's lease lasts longer from its grant, prolonged or not, and none waits longer.
    public var longest: Duration
    /// A lease that says nothing of it ends when no heartbeat came for so long.
    public var heartbeat: Duration
    /// A request that says nothing of it waits so long at most.
    public var patience: Duration
    /// After a restart of the service, ports of a restored lease must be there again within this time.
    public var reappear: Duration
    /// No run keeps its ports longer; nil: as long as its plan can take.
    public var longestRun: Duration?
    /// A run that was told that its lease has ended gives its ports back within this time, or they are taken.
    public var obedience: Duration

    public init(
        term: Duration = .seconds(1800), longest: Duration = .seconds(8 * 3600), heartbeat: Duration = .seconds(60),
        patience: Duration = .seconds(600), reappear: Duration = .seconds(30), longestRun: Duration? = nil,
        obedience: Duration = .seconds(30)
    ) {
        self.term = term
        self.longest = longest
        self.heartbeat = heartbeat
        self.patience = patience
        self.reappear = reappear
        self.longestRun = longestRun
        self.obedience = obedience
    }
}
