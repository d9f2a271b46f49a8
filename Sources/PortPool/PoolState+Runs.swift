import RigModel

/// Leases of runs.
extension PoolState {
    mutating func request(_ request: LeaseRequest, _ now: PoolTime) -> [Action] {
        if let index = withdrawn.firstIndex(of: request.execution) {
            withdrawn.remove(at: index)
            return [.refuse(request.execution, .withdrawn)]
        }
        enqueue(claim(of: request, now))
        return serve(now)
    }

    /// Ports and resources that the request would have to wait for, were it made now.
    func blocking(_ request: LeaseRequest, _ now: PoolTime) -> [String] {
        var claim = claim(of: request, now)
        claim.order = .max
        let before = queue.filter { $0.precedes(claim) }
        return blockers(of: claim, spokenFor: Set(before.flatMap(\.targets))).map(\.description)
    }

    private func claim(of request: LeaseRequest, _ now: PoolTime) -> Claim {
        Claim(
            id: LeaseID(of: request.execution), holder: .run(request.execution, request.uut),
            ports: request.ports.withoutRepeats, resources: request.resources.withoutRepeats,
            priority: request.priority, isRecovery: request.isRecovery, requestedAt: now.wall,
            term: .fromGrant(min(request.term, limits.longestRun ?? request.term)), patience: request.patience,
            waitEnds: now.advanced(by: request.patience), lastHeard: now.monotonic)
    }

    /// Takes a request back that waits or is about to come; nothing happens where it has its lease.
    mutating func withdraw(_ execution: ExecutionID, _ now: PoolTime) -> [Action] {
        let id = LeaseID(of: execution)
        guard let index = queue.firstIndex(where: { $0.id == id }) else {
            if held[id] == nil, !withdrawn.contains(execution) {
                withdrawn.append(execution)
                // Of runs that never ask, the last thousand are remembered.
                if withdrawn.count > 1_000 { withdrawn.removeFirst() }
            }
            return []
        }
        queue.remove(at: index)
        return [.refuse(execution, .withdrawn)] + serve(now)
    }

    /// The run on a lease has begun.
    mutating func began(_ lease: LeaseID, at time: Timestamp) -> [Action] {
        guard let grant = held[lease] else { return [] }
        var actions: [Action] = []
        for port in grant.claim.ports where entries[port]?.lease == lease {
            entries[port]?.isRunning = true
            entries[port]?.since = time
            actions.append(publish(port))
        }
        return actions
    }

    /// The run gives its lease back.
    ///
    /// - Parameter troubles: by port, what went wrong with the line itself.
    mutating func release(_ lease: LeaseID, troubles: [PortID: PortTrouble], _ now: PoolTime) -> [Action] {
        guard let grant = held[lease] else { return [] }
        // The trouble of a run whose lines were closed by us says nothing about them.
        let troubles = grant.fencedAt == nil ? troubles : [:]
        for port in grant.ports {
            guard var entry = entries[port.id], entry.port.incarnation == port.incarnation else { continue }
            // The trouble of an incarnation that is gone says nothing about the one that came after it.
            let isOurs = entry.lease == lease
            guard isOurs || !entry.isPresent else { continue }
            entry.trouble = troubles[port.id]?.message
            entry.failedToOpen = entry.isPresent && troubles[port.id]?.failedToOpen == true
            if isOurs, grant.fencedAt == nil { noteHealth(of: &entry, troubles[port.id], now) }
            entries[port.id] = entry
        }
        let lost = grant.claim.ports.filter { entries[$0] != nil && entries[$0]?.lease != lease }
        return lost.map(publish) + free(grant) + serve(now)
    }

    /// The value of a lease is gone and nobody gave it back.
    mutating func dropped(_ lease: LeaseID, _ now: PoolTime) -> [Action] {
        guard let grant = held[lease] else { return [] }
        return fence(lease, reason: "the run let go of its lease without giving it back", now) + free(grant)
            + serve(now)
    }

    /// Ends a run's lease at once: the run is told, closes its lines and then gives its ports back.
    mutating func fence(_ lease: LeaseID, reason: String, _ now: PoolTime) -> [Action] {
        guard let grant = held[lease], grant.fencedAt == nil, case .run(let execution, _) = grant.claim.holder else {
            return []
        }
        held[lease]?.fencedAt = now.monotonic
        return [.tell(execution, .ended(reason: reason))]
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it comes first.
    var withoutRepeats: [Element] {
        if count < 2 { return self }
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
