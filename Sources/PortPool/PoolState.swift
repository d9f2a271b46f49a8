import RigModel

/// The pool's decisions as a value: every change answers with what is to be done about it. No clock, no waiting.
///
/// Runs, persons and programs share one queue and one kind of lease. Invariants, which a model test checks: a port or
/// resource has at most one lease; what a claim names is granted together or not at all; a port that is offline or in
/// quarantine is never granted; nobody takes what an earlier claim waits for; the number of ports is the sum over all
/// states.
struct PoolState: Sendable {
    enum Action: Sendable, Hashable {
        case publish(PortSnapshot)
        case forget(PortID)
        case grant(LeaseGrant)
        case refuse(ExecutionID, PoolError)
        case tell(ExecutionID, LeaseEvent)
        /// A person's or program's lease has changed.
        case record(LeaseRecord)
        /// Somebody took a port out of use, or let it back.
        case keep(QuarantineRecord)
    }

    let limits: LeaseLimits
    let policy: QuarantinePolicy

    var entries: [PortID: PortEntry] = [:]
    /// Quarantines of ports that are not known yet: of an earlier start of the service, or under another name.
    var inherited: [PortID: PortEntry.Quarantine] = [:]
    /// Ports whose unit was left in the middle of a run: nobody gets them before it is made safe.
    var recovering: Set<PortID> = []
    /// By plans.
    var namedPorts: Set<PortID> = []
    var resources: [ResourceID: LeaseID] = [:]
    var held: [LeaseID: Grant] = [:]
    /// In the order in which they are served.
    var queue: [Claim] = []
    /// Requests that were taken back before they came, oldest first.
    var withdrawn: [ExecutionID] = []
    /// The last leases of persons that ended, so that who asks can learn why; oldest first.
    var ended: [LeaseRecord] = []
    private var nextOrder: UInt64 = 0

    init(limits: LeaseLimits = LeaseLimits(), policy: QuarantinePolicy = QuarantinePolicy()) {
        self.limits = limits
        self.policy = policy
    }

    // MARK: Reading

    func snapshot(_ id: PortID) -> PortSnapshot? {
        guard let entry = entries[id] else { return nil }
        var snapshot = PortSnapshot(
            port: entry.port, status: entry.status, matching: entry.matching, since: entry.since,
            lastError: entry.quarantine?.reason ?? entry.trouble, lease: entry.lease)
        switch entry.lease.flatMap({ held[$0] })?.claim.holder {
        case .run(let execution, let uut): (snapshot.execution, snapshot.uut) = (execution, uut)
        case .person(let owner, _): snapshot.leaseOwner = owner
        case nil: break
        }
        return snapshot
    }
    var snapshots: [PortSnapshot] { entries.keys.sorted().compactMap(snapshot) }

    func publish(_ id: PortID) -> Action {
        guard let snapshot = snapshot(id) else { preconditionFailure("port \(id) is not in the pool") }
        return .publish(snapshot)
    }

    // MARK: Queue

    mutating func enqueue(_ claim: Claim) {
        var claim = claim
        claim.order = nextOrder
        nextOrder += 1
        let index = queue.firstIndex { claim.precedes($0) } ?? queue.endIndex
        queue.insert(claim, at: index)
    }

    /// Grants what can be granted, in order, and refuses what never can be. A claim that must wait holds all it names back
    /// from those behind it, so that a unit on two ports is not passed for ever by units on one.
    mutating func serve(_ now: PoolTime) -> [Action] {
        guard !queue.isEmpty else { return [] }
        var actions: [Action] = []
        var spokenFor: Set<LeaseTarget> = []
        let claims = queue
        queue = []
        for var claim in claims {
            if let error = hopelessness(of: claim) {
                actions.append(refusal(of: claim, error, now))
                continue
            }
            let blockers = blockers(of: claim, spokenFor: spokenFor)
            guard !blockers.isEmpty else {
                actions += grant(claim, now)
                continue
            }
            spokenFor.formUnion(claim.targets)
            if blockers != claim.waitsFor {
                claim.waitsFor = blockers
                if !claim.isRun { actions.append(.record(record(of: claim))) }
            }
            queue.append(claim)
        }
        return actions
    }

    private mutating func grant(_ claim: Claim, _ now: PoolTime) -> [Action] {
        let deadline =
            switch claim.term {
            case .fromGrant(let term): now.advanced(by: term)
            case .until(let time): time
            }
        var claim = claim
        claim.waitsFor = nil
        let since = claim.heldSince ?? now.wall
        let heldFor = min(max(.zero, since.duration(to: now.wall)), limits.longest)
        let grant = Grant(
            claim: claim, ports: claim.ports.compactMap { entries[$0]?.port }, since: since, deadline: deadline,
            latest: now.monotonic + (limits.longest - heldFor))
        held[claim.id] = grant
        for port in claim.ports { entries[port]?.lease = claim.id }
        for resource in claim.resources { resources[resource] = claim.id }
        let told: Action =
            switch claim.holder {
            case .run(let execution, _):
                .grant(LeaseGrant(id: claim.id, execution: execution, ports: grant.ports))
            case .person: .record(record(of: grant))
            }
        return [told] + claim.ports.map(publish)
    }

    /// Frees all that a lease has.
    mutating func free(_ grant: Grant) -> [Action] {
        let id = grant.claim.id
        held[id] = nil
        for resource in grant.claim.resources where resources[resource] == id { resources[resource] = nil }
        var actions: [Action] = []
        for port in grant.claim.ports where entries[port]?.lease == id {
            entries[port]?.loseLease()
            actions.append(publish(port))
        }
        return actions
    }

    /// Ports and resources that a claim has to wait for: taken, not there yet, or spoken for by those before it.
    func blockers(of claim: Claim, spokenFor: Set<LeaseTarget>) -> [LeaseTarget] {
        claim.targets.filter { target in
            if spokenFor.contains(target) { return true }
            return switch target {
            case .port(let port):
                !claim.isRecovery && recovering.contains(port)
                    || entries[port].map { !$0.isPresent || $0.lease != nil || $0.quarantine != nil } ?? true
            case .resource(let resource): resources[resource] != nil
            }
        }
    }

    /// Why a claim can never be served as things are; nil where waiting may help.
    private func hopelessness(of claim: Claim) -> PoolError? {
        for port in claim.ports {
            let isThere = entries[port]?.isPresent == true
            // A restored lease's ports may come yet.
            if !isThere, claim.reappearsBy != nil { continue }
            guard let entry = entries[port] else { return .unknownPort(port) }
            if !isThere { return .offline(port) }
            if entry.quarantine != nil { return .quarantined(port) }
        }
        return nil
    }

    /// Ends a claim that waited. It must be out of the queue.
    mutating func refusal(of claim: Claim, _ error: PoolError, _ now: PoolTime) -> Action {
        switch claim.holder {
        case .run(let execution, _): .refuse(execution, error)
        case .person: end(record(of: claim), error.description, now)
        }
    }
}
