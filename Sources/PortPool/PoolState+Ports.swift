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
        // A name may pass from one of them to another: what keeps them out is taken from all before any is given it.
        var quarantines: [(of: PortID, PortEntry.Quarantine)] = []
        for renamed in known {
            guard let quarantine = takeQuarantine(of: renamed.former) else { continue }
            actions += ending(quarantine, of: renamed.former, now)
            quarantines.append((of: renamed.port.id, quarantine))
        }
        for renamed in known { actions += leave(renamed.former, for: renamed.port.id, now) }
        for (successor, quarantine) in quarantines { actions += handOn(quarantine, to: successor) }
        actions += serve(now)
        for renamed in known { entries[renamed.former] = nil }
        for renamed in ports { actions += appeared(renamed.port, matching: renamed.matching, now) }
        return actions + known.map(\.former).filter { entries[$0] == nil }.map(Action.forget)
    }

    private mutating func leave(_ id: PortID, for successor: PortID, _ now: PoolTime) -> [Action] {
        guard entries[id]?.isPresent == true else { return [] }
        return lost(id, from: depart(id, now), "is known as \(successor) from now on", now)
    }

    private mutating func takeQuarantine(of id: PortID) -> PortEntry.Quarantine? {
        guard let entry = entries[id] else { return nil }
        entries[id]?.quarantine = nil
        // One that was released while the line is checked has ended.
        return entry.isReleasedAfterCheck ? nil : entry.quarantine
    }

    private mutating func handOn(_ quarantine: PortEntry.Quarantine, to successor: PortID) -> [Action] {
        guard !isKeptByHand(successor) else { return [] }
        inherited[successor] = quarantine
        guard case .byHand(let reason, let since) = quarantine else { return [] }
        return [.keep(QuarantineRecord(port: successor, reason: reason, since: since))]
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
