extension API {
    /// A lease of a person or program; event LeaseChanged.
    public struct Lease: Codable, Sendable, Hashable {
        public enum State: String, Codable, Sendable, Hashable, CaseIterable { case waiting, held, ended }
        public var id: LeaseID
        public var owner: String
        public var reason: String
        public var ports: [PortID]
        public var resources: [ResourceID]
        public var priority: Int
        public var state: State
        public var requestedAt: String
        /// Absent while it waits.
        public var heldSince: String?
        /// Ports and resources that are not free; absent once it does not wait.
        public var waitingFor: [String]?
        /// Ends then at the latest.
        public var deadline: String
        /// Ends when no heartbeat (PATCH) came for so long.
        public var heartbeatMs: Int64
        /// Absent while it has not ended.
        public var endedAt: String?
        public var endReason: String?

        public init(_ record: LeaseRecord, zone: StationZone) {
            id = record.id
            owner = record.owner
            reason = record.reason
            ports = record.ports
            resources = record.resources
            priority = record.priority
            requestedAt = zone.rfc3339(record.requestedAt)
            deadline = zone.rfc3339(record.deadline)
            heartbeatMs = record.heartbeatEvery.milliseconds
            switch record.state {
            case .waiting(let targets):
                state = .waiting
                waitingFor = targets
            case .held(let since):
                state = .held
                heldSince = zone.rfc3339(since)
            case .ended(let at, let why):
                state = .ended
                endedAt = zone.rfc3339(at)
                endReason = why
            }
        }
    }
}
