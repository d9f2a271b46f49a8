import RigModel

/// What outlives a restart of the service.
extension PoolState {
    /// Takes over which ports somebody took out of use; to be called before anything else. They are so from the moment
    /// they are seen, and can be let back before it.
    mutating func restore(_ quarantines: [QuarantineRecord]) {
        for record in quarantines where record.endedAt == nil {
            inherited[record.port] = .byHand(reason: record.reason, since: record.since)
        }
    }

    /// Keeps ports back from everybody but the runs that make their units safe; those that were kept before and are not
    /// named any more can be had again.
    mutating func keepForRecovery(_ ports: Set<PortID>, _ now: PoolTime) -> [Action] {
        guard ports != recovering else { return [] }
        recovering = ports
        return serve(now)
    }

    /// Takes over what was open when the service last wrote it, in the order of asking; to be called before anything else.
    ///
    /// Time went on while the service was down: what should have ended by now ends, with that reason. The rest waits for
    /// its ports, which are about to be enumerated, those first that were held; its holders have one heartbeat from now
    /// to be heard of.
    mutating func restore(_ records: [LeaseRecord], _ now: PoolTime) -> [Action] {
        var actions: [Action] = []
        for record in records {
            let heldSince: Timestamp?
            switch record.state {
            case .ended: continue
            case .held(let since): heldSince = since
            case .waiting: heldSince = nil
            }
            // A wall clock that was set back must not make a lease longer than it may be.
            let left = min(now.wall.duration(to: record.deadline), limits.longest)
            guard left > .zero else {
                actions.append(end(record, "its time was over while the service was down", now))
                continue
            }
            let deadline = now.advanced(by: left)
            enqueue(
                Claim(
                    id: record.id, holder: .person(owner: record.owner, reason: record.reason), ports: record.ports,
                    resources: record.resources, priority: record.priority, heldSince: heldSince,
                    requestedAt: record.requestedAt, term: .until(deadline), patience: left, waitEnds: deadline,
                    heartbeatEvery: record.heartbeatEvery, lastHeard: now.monotonic,
                    reappearsBy: now.monotonic + limits.reappear))
        }
        return actions + serve(now)
    }
}
