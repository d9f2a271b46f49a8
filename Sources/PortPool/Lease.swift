import Locking
public import RigModel

/// The right of one run to use ports until a time. Who holds the value may use the ports; it is given back in one place,
/// `Pool.release`. One that is dropped instead is taken back by the pool.
public struct Lease: ~Copyable, Sendable {
    public let id: LeaseID
    public let execution: ExecutionID
    /// As they were when the lease was granted, in the order of the request.
    public let ports: [DiscoveredPort]
    private let dropped: DroppedLeases

    init(_ grant: LeaseGrant, dropped: DroppedLeases) {
        id = grant.id
        execution = grant.execution
        ports = grant.ports
        self.dropped = dropped
    }

    // Runs after `Pool.release` as well, which has ended the lease by then.
    deinit { dropped.add(id) }
}

/// What a run is told when it gets its lease.
struct LeaseGrant: Sendable, Hashable {
    let id: LeaseID
    let execution: ExecutionID
    let ports: [DiscoveredPort]
}

/// Leases whose values are gone, until the pool looks.
final class DroppedLeases: Sendable {
    private let ids = Lock<[LeaseID]>([])

    func add(_ id: LeaseID) { ids.withLock { $0.append(id) } }

    func take() -> [LeaseID] {
        ids.withLock { ids in
            defer { ids = [] }
            return ids
        }
    }
}
