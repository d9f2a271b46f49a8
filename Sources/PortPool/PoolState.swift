import RigModel

/// The pool's decisions as a value: every change answers with what is to be done about it. No clock, no waiting.
///
/// Invariants, checked by a model test: a port has at most one lease; a lease's ports were granted together; a port
/// that is offline or quarantined is never granted; the number of ports equals the sum over all states.
struct PoolState: Sendable {
    enum Action: Sendable, Hashable {
        case publish(PortSnapshot)
        case forget(PortID)
        case grant(LeaseGrant)
        case refuse(ExecutionID, PoolError)
        case tell(ExecutionID, LeaseEvent)
    }

    struct Entry: Sendable {
        var port: DiscoveredPort
        var matching: BoardMatching
        var isPresent = true
        var quarantine: String?
        var trouble: String?
        var failedToOpen = false
        var lease: LeaseID?
        var isRunning = false
        var since: Timestamp?
    }

    private struct Waiting: Sendable {
        var request: LeaseRequest
        var order: UInt64
        var deadline: ContinuousClock.Instant
    }

    private(set) var entries: [PortID: Entry] = [:]
    private var leases: [LeaseID: LeaseGrant] = [:]
    private var queue: [Waiting] = []
    /// Requests that were taken back before they came.
    private var withdrawn: Set<ExecutionID> = []
    /// Leases whose holders were told that their time is over.
    private var overdue: Set<LeaseID> = []
    private var nextOrder: UInt64 = 0
    private var nextLease: UInt64 = 0

    // MARK: Ports

    /// A port was plugged in, or what is known of it changed.
    mutating func appeared(_ port: DiscoveredPort, matching: BoardMatching) -> [Action] {
        var actions: [Action] = []
        if let known = entries[port.id], known.isPresent, known.port.incarnation == port.incarnation {
            guard known.port != port || known.matching != matching else { return [] }
            entries[port.id]?.port = port
            entries[port.id]?.matching = matching
        } else {
            // A new incarnation inherits nothing but the quarantine.
            if entries[port.id]?.isPresent == true { actions += vanished(port.id) }
            let quarantine = entries[port.id]?.quarantine
            entries[port.id] = Entry(port: port, matching: matching, quarantine: quarantine)
        }
        return actions + [publish(port.id)] + serveQueue()
    }

    /// A port was unplugged. Its lease, if any, goes on for the other ports: STOP may have to be sent there.
    mutating func vanished(_ id: PortID) -> [Action] {
        guard var entry = entries[id], entry.isPresent else { return [] }
        var actions: [Action] = []
        if let lease = entry.lease, let grant = leases[lease] {
            actions.append(.tell(grant.execution, .portLost(id)))
        }
        entry.isPresent = false
        entry.lease = nil
        entry.isRunning = false
        entry.since = nil
        entry.failedToOpen = false
        entries[id] = entry
        actions.append(publish(id))
        return actions + refuseHopeless()
    }

    /// Leaves out a port that is not plugged in.
    mutating func forget(_ id: PortID) -> [Action] {
        guard let entry = entries[id], !entry.isPresent else { return [] }
        entries[id] = nil
        return [.forget(id)]
    }

    mutating func quarantine(_ id: PortID, reason: String) -> [Action] {
        guard entries[id] != nil else { return [] }
        entries[id]?.quarantine = reason
        return [publish(id)] + refuseHopeless()
    }

    /// Ends a quarantine, or the memory of a failed opening.
    mutating func readmit(_ id: PortID) -> [Action] {
        guard entries[id] != nil else { return [] }
        entries[id]?.quarantine = nil
        entries[id]?.failedToOpen = false
        entries[id]?.trouble = nil
        return [publish(id)] + serveQueue()
    }

    // MARK: Leases

    mutating func request(_ request: LeaseRequest, now: ContinuousClock.Instant) -> [Action] {
        if withdrawn.remove(request.execution) != nil { return [.refuse(request.execution, .withdrawn)] }
        if let error = hopelessness(of: request) { return [.refuse(request.execution, error)] }
        queue.append(Waiting(request: request, order: nextOrder, deadline: now + request.patience))
        nextOrder += 1
        queue.sort { ($1.request.priority, $0.order) < ($0.request.priority, $1.order) }
        return serveQueue(now: now)
    }

    /// Ports of a waiting request that are not free now.
    func blocking(_ request: LeaseRequest) -> [PortID] { request.ports.filter { entries[$0]?.lease != nil } }

    /// Takes a request back that waits or is about to come; nothing happens where it has its lease.
    mutating func withdraw(_ execution: ExecutionID) -> [Action] {
        guard let index = queue.firstIndex(where: { $0.request.execution == execution }) else {
            if !leases.values.contains(where: { $0.execution == execution }) { withdrawn.insert(execution) }
            return []
        }
        queue.remove(at: index)
        return [.refuse(execution, .withdrawn)] + serveQueue()
    }

    /// The run on a lease has begun.
    mutating func began(_ lease: LeaseID, at time: Timestamp) -> [Action] {
        guard let grant = leases[lease] else { return [] }
        var actions: [Action] = []
        for port in grant.ports where entries[port.id]?.lease == lease {
            entries[port.id]?.isRunning = true
            entries[port.id]?.since = time
            actions.append(publish(port.id))
        }
        return actions
    }

    /// The holder gives the ports back.
    ///
    /// - Parameter troubles: by port, what went wrong with the line itself; `failedToOpen` where it could not be opened.
    mutating func release(_ lease: LeaseID, troubles: [PortID: PortTrouble]) -> [Action] {
        guard let grant = leases.removeValue(forKey: lease) else { return [] }
        overdue.remove(lease)
        var actions: [Action] = []
        for port in grant.ports {
            let id = port.id
            guard var entry = entries[id] else { continue }
            let isOurs = entry.lease == lease
            if isOurs {
                entry.lease = nil
                entry.isRunning = false
                entry.since = nil
            }
            // The trouble of an incarnation that is gone says nothing about the one that came after it.
            if entry.port.incarnation == port.incarnation, isOurs || !entry.isPresent {
                entry.trouble = troubles[id]?.message
                entry.failedToOpen = entry.isPresent && troubles[id]?.failedToOpen == true
                entries[id] = entry
                actions.append(publish(id))
            }
        }
        return actions + serveQueue()
    }

    /// Ends waits and leases whose time is over.
    mutating func expire(now: ContinuousClock.Instant) -> [Action] {
        var actions: [Action] = []
        for waiting in queue where waiting.deadline <= now {
            actions.append(
                .refuse(
                    waiting.request.execution, .waitedTooLong(blocking(waiting.request), waiting.request.patience)))
        }
        queue.removeAll { $0.deadline <= now }
        for grant in leases.values.sorted(by: { $0.id < $1.id })
        where grant.deadline <= now && overdue.insert(grant.id).inserted {
            actions.append(.tell(grant.execution, .ended(reason: "the lease ran out")))
        }
        return actions + (actions.isEmpty ? [] : serveQueue(now: now))
    }

    // MARK: Reading

    func snapshot(_ id: PortID) -> PortSnapshot? {
        guard let entry = entries[id] else { return nil }
        let grant = entry.lease.flatMap { leases[$0] }
        return PortSnapshot(
            port: entry.port, status: status(of: entry), matching: entry.matching, uut: grant?.uut,
            execution: grant?.execution, since: entry.since, lastError: entry.quarantine ?? entry.trouble)
    }
    var snapshots: [PortSnapshot] { entries.keys.sorted().compactMap(snapshot) }
    var waiting: [LeaseRequest] { queue.map(\.request) }
    var leasedPorts: [LeaseID: [PortID]] { leases.mapValues { $0.ports.map(\.id) } }

    private func status(of entry: Entry) -> PortStatus {
        if !entry.isPresent { return .offline }
        if entry.lease != nil { return entry.isRunning ? .inUse : .reserved }
        if entry.quarantine != nil { return .quarantined }
        return entry.failedToOpen ? .error : .available
    }

    private func publish(_ id: PortID) -> Action {
        guard let snapshot = snapshot(id) else { preconditionFailure("port \(id) is not in the pool") }
        return .publish(snapshot)
    }

    // MARK: Queue

    /// Grants what can be granted, in order; a request that must wait holds its ports back from those behind it, so that
    /// a unit on two ports is not passed for ever by units on one.
    private mutating func serveQueue(now: ContinuousClock.Instant = .now) -> [Action] {
        var actions: [Action] = []
        var heldBack: Set<PortID> = []
        var left: [Waiting] = []
        for waiting in queue {
            let request = waiting.request
            let isFree = request.ports.allSatisfy { port in
                guard let entry = entries[port] else { return false }
                return entry.isPresent && entry.lease == nil && entry.quarantine == nil && !heldBack.contains(port)
            }
            guard isFree else {
                heldBack.formUnion(request.ports)
                left.append(waiting)
                continue
            }
            nextLease += 1
            let grant = LeaseGrant(
                id: LeaseID("L\(nextLease)"), execution: request.execution, uut: request.uut,
                ports: request.ports.compactMap { entries[$0]?.port }, deadline: now + request.term)
            leases[grant.id] = grant
            for port in request.ports { entries[port]?.lease = grant.id }
            actions.append(.grant(grant))
            actions += request.ports.map(publish)
        }
        queue = left
        return actions
    }

    /// Requests that can never be served are refused at once.
    private mutating func refuseHopeless() -> [Action] {
        var actions: [Action] = []
        var left: [Waiting] = []
        for waiting in queue {
            if let error = hopelessness(of: waiting.request) {
                actions.append(.refuse(waiting.request.execution, error))
            } else {
                left.append(waiting)
            }
        }
        queue = left
        return actions + (actions.isEmpty ? [] : serveQueue())
    }

    private func hopelessness(of request: LeaseRequest) -> PoolError? {
        for port in request.ports {
            guard let entry = entries[port] else { return .unknownPort(port) }
            if !entry.isPresent { return .offline(port) }
            if entry.quarantine != nil { return .quarantined(port) }
        }
        return nil
    }
}

/// What went wrong with a line during a lease.
public struct PortTrouble: Sendable, Hashable {
    public var message: String
    /// The line could not be opened: the port's state becomes `error` until it is opened or plugged anew.
    public var failedToOpen: Bool
    public init(message: String, failedToOpen: Bool) {
        self.message = message
        self.failedToOpen = failedToOpen
    }
}
