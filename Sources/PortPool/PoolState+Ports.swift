import RigModel

/// What is plugged in.
extension PoolState {
    /// A port was plugged in, or what is known of it changed.
    mutating func appeared(_ port: DiscoveredPort, matching: BoardMatching, _ now: PoolTime) -> [Action] {
        var actions: [Action] = []
        if let known = entries[port.id], known.isPresent, known.port.incarnation == port.incarnation {
            guard known.port != port || known.matching != matching else { return [] }
            entries[port.id]?.port = port
            entries[port.id]?.matching = matching
        } else {
            if entries[port.id]?.isPresent == true { actions += vanished(port.id, now) }
            entries[port.id] =
                entries[port.id]?.reborn(port, matching: matching) ?? PortEntry(port: port, matching: matching)
            if let quarantine = inherited.removeValue(forKey: port.id) { entries[port.id]?.quarantine = quarantine }
            postponeCheck(of: port.id, now)
        }
        return actions + [publish(port.id)] + serve(now)
    }

    /// A port was unplugged. A run's lease goes on for its other ports, since STOP may have to be sent there; a person's
    /// ends, since what it was taken for is gone.
    mutating func vanished(_ id: PortID, _ now: PoolTime) -> [Action] {
        guard entries[id]?.isPresent == true else { return [] }
        let lease = depart(id, now)
        return [publish(id)] + lost(id, from: lease, "was unplugged", now) + serve(now)
    }

    /// Ports that are plugged in still are known by other names from now on: of the old ones nothing stays. Leases on them
    /// end as if they had been unplugged; what keeps them out of use goes on under the new names.
    ///
    /// Who follows what is published sees each of them under one of its names at every moment, and never as offline: the
    /// old names are forgotten when the new ones are known.
    mutating func renamed(_ ports: [RenamedPort], _ now: PoolTime) -> [Action] {
        let known = ports.filter { entries[$0.former] != nil }
        var actions: [Action] = []
        for renamed in known { actions += leave(renamed.former, for: renamed.port.id, now) }
        actions += serve(now)
        for renamed in known { entries[renamed.former] = nil }
        for renamed in ports { actions += appeared(renamed.port, matching: renamed.matching, now) }
        return actions + known.map(\.former).filter { entries[$0] == nil }.map(Action.forget)
    }

    private mutating func leave(_ id: PortID, for successor: PortID, _ now: PoolTime) -> [Action] {
        guard let entry = entries[id] else { return [] }
        var actions: [Action] = []
        if entry.isPresent {
            actions += lost(id, from: depart(id, now), "is known as \(successor) from now on", now)
        }
        guard let quarantine = entry.quarantine else { return actions }
        actions += ending(quarantine, of: id, now)
        guard !isKeptByHand(successor) else { return actions }
        inherited[successor] = quarantine
        if case .byHand(let reason, let since) = quarantine {
            actions.append(.keep(QuarantineRecord(port: successor, reason: reason, since: since)))
        }
        return actions
    }

    /// - Returns: the lease that the port had.
    private mutating func depart(_ id: PortID, _ now: PoolTime) -> LeaseID? {
        let lease = entries[id]?.lease
        entries[id]?.isPresent = false
        entries[id]?.failedToOpen = false
        entries[id]?.loseLease()
        noteDeparture(of: id, now)
        return lease
    }

    private mutating func lost(_ id: PortID, from lease: LeaseID?, _ cause: String, _ now: PoolTime) -> [Action] {
        guard let grant = lease.flatMap({ held[$0] }) else { return [] }
        switch grant.claim.holder {
        // A run whose lease has ended uses none of its ports any more.
        case .run(let execution, _): return grant.fencedAt == nil ? [.tell(execution, .portLost(id))] : []
        case .person: return end(grant, "port \(id) \(cause)", now)
        }
    }

    /// Leaves out a port that is not plugged in.
    mutating func forget(_ id: PortID, _ now: PoolTime) throws(LeaseRefusal) -> [Action] {
        if let quarantine = inherited.removeValue(forKey: id) { return ending(quarantine, of: id, now) }
        guard let entry = entries[id] else { throw .unknownPort(id, known: entries.keys.sorted()) }
        if entry.isPresent { throw .present(id) }
        entries[id] = nil
        return ending(entry.quarantine, of: id, now) + [.forget(id)]
    }
}
