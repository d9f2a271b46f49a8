/// Ports leased to persons and programs, and the state of ports as they change it.
public protocol LeaseControl: Sendable {
    /// Leases that wait or are held.
    func leases() async -> [LeaseRecord]
    /// One lease; also of those that ended lately, so that who lost one can learn why. nil where none has the id.
    func lease(_ id: LeaseID) async -> LeaseRecord?
    /// Asks for ports and resources: granted at once where all are free, else queued. Answers with what it came to.
    func lease(_ order: LeaseOrder) async throws(LeaseRefusal) -> LeaseRecord
    /// A sign of life of the holder or of who waits; `extension` moves the deadline to so long from now.
    func heartbeat(_ id: LeaseID, extendingBy extension: Duration?) async throws(LeaseRefusal) -> LeaseRecord
    /// Gives a lease back, or takes it from its holder.
    func end(_ id: LeaseID, reason: String) async throws(LeaseRefusal) -> LeaseRecord
    /// Takes a port out of use until it is released; a run on it goes on to its end.
    func quarantine(_ port: PortID, reason: String) async throws(LeaseRefusal)
    /// Ends a port's quarantine, or the memory of its failure to open.
    func release(_ port: PortID) async throws(LeaseRefusal)
    /// Leaves out a port that is not plugged in.
    func forget(_ port: PortID) async throws(LeaseRefusal)
}

/// A wish for a lease.
public struct LeaseOrder: Sendable, Hashable {
    public var owner: String
    public var reason: String
    public var ports: [PortID]
    public var resources: [ResourceID]
    public var priority: Int
    /// How long it is good for, from the grant; nil here and below: as the station's `leases` say.
    public var term: Duration?
    /// It ends when no heartbeat came for so long.
    public var heartbeatEvery: Duration?
    /// How long it may wait.
    public var patience: Duration?

    public init(
        owner: String, reason: String, ports: [PortID], resources: [ResourceID] = [], priority: Int = 0,
        term: Duration? = nil, heartbeatEvery: Duration? = nil, patience: Duration? = nil
    ) {
        self.owner = owner
        self.reason = reason
        self.ports = ports
        self.resources = resources
        self.priority = priority
        self.term = term
        self.heartbeatEvery = heartbeatEvery
        self.patience = patience
    }
}

/// Why a lease or a port cannot be had or changed; each says what to do.
public enum LeaseRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownPort(PortID, known: [PortID])
    case offline(PortID)
    case quarantined(PortID)
    case noPorts
    /// Longer than the station's `leases` allow.
    case tooLong(Duration, limit: Duration)
    case unknownLease(LeaseID)
    case alreadyEnded(LeaseID, reason: String)
    /// Runs' leases end with their runs.
    case heldByRun(LeaseID, ExecutionID)
    /// Only a port that is not plugged in can be forgotten.
    case present(PortID)
    case stopping

    public var description: String {
        switch self {
        case .unknownPort(let port, let known):
            "no port has the id '\(port)'; known: "
                + (known.isEmpty ? "none" : known.map(\.rawValue).joined(separator: ", "))
        case .offline(let port): "port \(port) is not plugged in; plug its board in and ask again"
        case .quarantined(let port): "port \(port) is in quarantine; release it with `portpool release \(port)`"
        case .noPorts: "a lease needs at least one port or resource"
        case .tooLong(let asked, let limit): "a lease of \(asked) is longer than this station allows, \(limit)"
        case .unknownLease(let id): "no lease has the id '\(id)'"
        case .alreadyEnded(let id, let reason): "lease '\(id)' has ended: \(reason)"
        case .heldByRun(let id, let run): "lease '\(id)' is the run's; abort it with `portpool abort \(run)`"
        case .present(let port): "port \(port) is plugged in; only a port that is gone can be forgotten"
        case .stopping: "the service is stopping and hands nothing out"
        }
    }

    /// The `type` of the problem that the API answers with.
    public var problemType: String {
        let name =
            switch self {
            case .unknownPort: "unknown-port"
            case .offline: "offline"
            case .quarantined: "quarantined"
            case .noPorts: "no-ports"
            case .tooLong: "too-long"
            case .unknownLease: "unknown-lease"
            case .alreadyEnded: "lease-ended"
            case .heldByRun: "held-by-run"
            case .present: "present"
            case .stopping: "stopping"
            }
        return "urn:portpool:refusal:\(name)"
    }
}

/// Leases as the store holds them.
public protocol LeaseArchive: Sendable {
    /// Those that had not ended when the service last wrote them.
    func openLeases() async throws -> [LeaseRecord]
}
