/// A lease that a person or program holds or asks for, as it is told of and stored.
public struct LeaseRecord: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// In the queue; the ports and resources that are not free.
        case waiting(for: [String])
        case held(since: Timestamp)
        case ended(at: Timestamp, reason: String)
    }
    public var id: LeaseID
    /// A person or a CI job.
    public var owner: String
    public var reason: String
    public var ports: [PortID]
    public var resources: [ResourceID]
    public var priority: Int
    public var requestedAt: Timestamp
    /// The lease ends then whatever its holder does.
    public var deadline: Timestamp
    /// The lease ends when no heartbeat came for so long.
    public var heartbeatEvery: Duration
    public var state: State

    public init(
        id: LeaseID, owner: String, reason: String, ports: [PortID], resources: [ResourceID], priority: Int,
        requestedAt: Timestamp, deadline: Timestamp, heartbeatEvery: Duration, state: State
    ) {
        self.id = id
        self.owner = owner
        self.reason = reason
        self.ports = ports
        self.resources = resources
        self.priority = priority
        self.requestedAt = requestedAt
        self.deadline = deadline
        self.heartbeatEvery = heartbeatEvery
        self.state = state
    }
}
