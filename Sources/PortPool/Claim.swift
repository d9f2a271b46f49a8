import RigModel

/// A wish for a lease, whoever's it is: it waits in the queue, and becomes part of the grant.
struct Claim: Sendable {
    enum Holder: Sendable, Hashable {
        case run(ExecutionID, UUTInstanceID)
        case person(owner: String, reason: String)
    }
    /// When the lease that comes of it ends at the latest.
    enum Term: Sendable, Hashable {
        case fromGrant(Duration)
        /// Of a lease that an earlier start of the service knew: its time has been running.
        case until(PoolTime)
    }

    let id: LeaseID
    let holder: Holder
    let ports: [PortID]
    let resources: [ResourceID]
    let priority: Int
    /// Makes a unit safe that was left in the middle of a run: comes before everyone.
    var isRecovery = false
    /// Held before the service was restarted: comes before everyone who asked since.
    var heldSince: Timestamp?
    let requestedAt: Timestamp
    /// Of those of one priority the lower is first.
    var order: UInt64 = 0
    var term: Term
    let patience: Duration
    var waitEnds: PoolTime
    /// nil for a run, which is alive as long as it holds its lease.
    var heartbeatEvery: Duration?
    var lastHeard: ContinuousClock.Instant
    /// Until then ports of a restored lease may be absent.
    var reappearsBy: ContinuousClock.Instant?
    /// Ports and resources that were not free when it was last looked at; nil before that.
    var waitsFor: [LeaseTarget]?

    var targets: [LeaseTarget] { ports.map(LeaseTarget.port) + resources.map(LeaseTarget.resource) }

    /// What it waits for, by name.
    var waits: [String] { waitsFor?.map(\.description) ?? [] }

    var isRun: Bool {
        if case .run = holder { true } else { false }
    }

    /// Whether no sign of life came in time.
    func isSilent(at now: ContinuousClock.Instant) -> Bool {
        heartbeatEvery.map { lastHeard + $0 <= now } ?? false
    }

    /// Whether this one is served before the other.
    func precedes(_ other: Claim) -> Bool {
        if isRecovery != other.isRecovery { return isRecovery }
        if (heldSince != nil) != (other.heldSince != nil) { return heldSince != nil }
        return priority == other.priority ? order < other.order : priority > other.priority
    }
}

/// What one lease has at a time.
enum LeaseTarget: Sendable, Hashable, CustomStringConvertible {
    case port(PortID)
    case resource(ResourceID)

    var description: String {
        switch self {
        case .port(let port): port.rawValue
        case .resource(let resource): resource.rawValue
        }
    }
}

/// A claim that was granted.
struct Grant: Sendable {
    var claim: Claim
    /// In the incarnation that was granted.
    let ports: [DiscoveredPort]
    let since: Timestamp
    var deadline: PoolTime
    /// No prolongation goes beyond this.
    let latest: ContinuousClock.Instant
    /// When its run was told that the lease has ended.
    var fencedAt: ContinuousClock.Instant?
}
