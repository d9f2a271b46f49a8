import RigModel

/// Leases of persons and programs.
extension PoolState {
    /// Asks for a lease; what it comes to is in `record(of:)` then.
    mutating func ask(_ order: LeaseOrder, id: LeaseID, _ now: PoolTime) throws(LeaseRefusal) -> [Action] {
        guard !(order.ports.isEmpty && order.resources.isEmpty) else { throw .noPorts }
        for port in order.ports {
            guard let entry = entries[port] else { throw .unknownPort(port, known: entries.keys.sorted()) }
            if !entry.isPresent { throw .offline(port) }
            if entry.quarantine != nil { throw .quarantined(port) }
        }
        func allowed(_ asked: Duration?, else usual: Duration) throws(LeaseRefusal) -> Duration {
            guard let asked else { return min(usual, limits.longest) }
            if asked > limits.longest { throw .tooLong(asked, limit: limits.longest) }
            return asked
        }
        let patience = try allowed(order.patience, else: limits.patience)
        let term = try allowed(order.term, else: limits.term)
        enqueue(
            Claim(
                id: id, holder: .person(owner: order.owner, reason: order.reason),
                ports: order.ports.withoutRepeats, resources: order.resources.withoutRepeats,
                priority: order.priority, requestedAt: now.wall, term: .fromGrant(term), patience: patience,
                waitEnds: now.advanced(by: patience),
                heartbeatEvery: try allowed(order.heartbeatEvery, else: limits.heartbeat), lastHeard: now.monotonic))
        return serve(now)
    }

    /// A sign of life, with or without a new deadline: `extension` from now, within the limit from the grant.
    mutating func heartbeat(
        _ id: LeaseID, extendingBy extension: Duration?, _ now: PoolTime
    ) throws(LeaseRefusal) -> [Action] {
        if let index = queue.firstIndex(where: { $0.id == id && !$0.isRun }) {
            queue[index].lastHeard = now.monotonic
            guard let `extension` else { return [] }
            if `extension` > limits.longest { throw .tooLong(`extension`, limit: limits.longest) }
            let end = now.advanced(by: `extension`)
            queue[index].waitEnds = end
            if case .until = queue[index].term { queue[index].term = .until(end) }
            return [.record(record(of: queue[index]))]
        }
        guard var grant = held[id], !grant.claim.isRun else { throw absence(of: id) }
        grant.claim.lastHeard = now.monotonic
        if let `extension` {
            let deadline = now.advanced(by: `extension`)
            if deadline.monotonic > grant.latest {
                let total = limits.longest + grant.latest.duration(to: deadline.monotonic)
                throw .tooLong(total, limit: limits.longest)
            }
            grant.deadline = deadline
        }
        held[id] = grant
        return `extension` == nil ? [] : [.record(record(of: grant))]
    }

    /// The holder gives a lease or its place in the queue back, or somebody takes it.
    mutating func end(_ id: LeaseID, reason: String, _ now: PoolTime) throws(LeaseRefusal) -> [Action] {
        if let index = queue.firstIndex(where: { $0.id == id && !$0.isRun }) {
            let claim = queue.remove(at: index)
            return [end(record(of: claim), reason, now)] + serve(now)
        }
        guard let grant = held[id], !grant.claim.isRun else { throw absence(of: id) }
        return end(grant, reason, now) + serve(now)
    }

    /// Why nothing can be done with a lease.
    private func absence(of id: LeaseID) -> LeaseRefusal {
        if let execution = id.execution, held[id] != nil || queue.contains(where: { $0.id == id }) {
            return .heldByRun(id, execution)
        }
        guard case .ended(_, let reason) = ended.last(where: { $0.id == id })?.state else { return .unknownLease(id) }
        return .alreadyEnded(id, reason: reason)
    }

    // MARK: Records

    /// Leases of persons that wait or are held, in the order of asking.
    var records: [LeaseRecord] {
        let open = queue.filter { !$0.isRun }.map(record(of:)) + held.values.filter { !$0.claim.isRun }.map(record(of:))
        return open.sorted { ($0.requestedAt, $0.id) < ($1.requestedAt, $1.id) }
    }

    func record(of id: LeaseID) -> LeaseRecord? {
        if let claim = queue.first(where: { $0.id == id && !$0.isRun }) { return record(of: claim) }
        if let grant = held[id], !grant.claim.isRun { return record(of: grant) }
        return ended.last { $0.id == id }
    }

    func record(of claim: Claim) -> LeaseRecord {
        // It ends then at the latest: a wait as long as it may be, and the whole term after it.
        let deadline =
            switch claim.term {
            case .fromGrant(let term): claim.waitEnds.wall.advanced(by: term)
            case .until(let time): time.wall
            }
        return record(of: claim, deadline: deadline, .waiting(for: claim.waits))
    }

    func record(of grant: Grant) -> LeaseRecord {
        record(of: grant.claim, deadline: grant.deadline.wall, .held(since: grant.since))
    }

    private func record(of claim: Claim, deadline: Timestamp, _ state: LeaseRecord.State) -> LeaseRecord {
        guard case .person(let owner, let reason) = claim.holder else {
            preconditionFailure("runs' leases are not told of")
        }
        return LeaseRecord(
            id: claim.id, owner: owner, reason: reason, ports: claim.ports, resources: claim.resources,
            priority: claim.priority, requestedAt: claim.requestedAt, deadline: deadline,
            heartbeatEvery: claim.heartbeatEvery ?? .zero, state: state)
    }

    /// Ends what a person held.
    mutating func end(_ grant: Grant, _ reason: String, _ now: PoolTime) -> [Action] {
        [end(record(of: grant), reason, now)] + free(grant)
    }

    /// Remembers how a lease ended.
    mutating func end(_ record: LeaseRecord, _ reason: String, _ now: PoolTime) -> Action {
        var record = record
        record.state = .ended(at: now.wall, reason: reason)
        ended.append(record)
        if ended.count > 1_000 { ended.removeFirst(500) }
        return .record(record)
    }
}
