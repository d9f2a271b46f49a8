extension API {
    /// GET leases: those that wait or are held, in the order of asking.
    public struct Leases: Codable, Sendable, Hashable {
        public var leases: [Lease]
        public init(leases: [Lease]) { self.leases = leases }
    }

    /// The body of POST leases. What is absent is as the station's `leases` say.
    public struct TakeLease: Codable, Sendable, Hashable {
        public var ports: [PortID]
        /// Who wants them.
        public var `for`: String
        public var reason: String
        /// Taken with the ports, all together.
        public var resources: [ResourceID]?
        /// The higher is served first; 0 if absent.
        public var priority: Int?
        /// How long it is good for, from the grant.
        public var termMs: Int64?
        /// It ends when no heartbeat came for so long.
        public var heartbeatMs: Int64?
        /// How long it may wait for its ports.
        public var waitMs: Int64?
        public init(
            ports: [PortID], for owner: String, reason: String, resources: [ResourceID]? = nil, priority: Int? = nil,
            termMs: Int64? = nil, heartbeatMs: Int64? = nil, waitMs: Int64? = nil
        ) {
            self.ports = ports
            self.for = owner
            self.reason = reason
            self.resources = resources
            self.priority = priority
            self.termMs = termMs
            self.heartbeatMs = heartbeatMs
            self.waitMs = waitMs
        }
    }

    /// The body of PATCH leases/{id}: a heartbeat, which may prolong the lease.
    public struct KeepLease: Codable, Sendable, Hashable {
        /// The deadline becomes so long from now.
        public var extendMs: Int64?
        public init(extendMs: Int64? = nil) { self.extendMs = extendMs }
    }

    /// The body of POST ports/{id}/quarantine.
    public struct QuarantinePort: Codable, Sendable, Hashable {
        /// Shown with the port for as long as it is kept out of use.
        public var reason: String
        public init(reason: String) { self.reason = reason }
    }
}
