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
    mutating func vanished(_ id: PortID, as cause: String = "was unplugged", _ now: PoolTime) -> [Action] {
        guard var entry = entries[id], entry.isPresent else { return [] }
        let lease = entry.lease
        entry.isPresent = false
        entry.failedToOpen = false
        entry.loseLease()
        entries[id] = entry
        noteDeparture(of: id, now)
        var actions = [publish(id)]
        if let lease, let grant = held[lease] {
            switch grant.claim.holder {
            // A run whose lease has ended uses none of its ports any more.
            case .run(let execution, _): if grant.fencedAt == nil { actions.append(.tell(execution, .portLost(id))) }
            case .person: actions += end(grant, "port \(id) \(cause)", now)
            }
        }
        return actions + serve(now)
    }

    /// A port that is plugged in still is known by another name from now on: of the old one nothing stays. Leases on it
    /// end as if it had been unplugged; what keeps it out of use goes on under the new name.
    mutating func renamed(_ id: PortID, to successor: PortID, _ now: PoolTime) -> [Action] {
        guard let entry = entries[id] else { return [] }
        var actions = vanished(id, as: "is known as \(successor) from now on", now)
        if let quarantine = entry.quarantine {
            actions += ending(quarantine, of: id, now)
            if !isKeptByHand(successor) {
                inherited[successor] = quarantine
                if case .byHand(let reason, let since) = quarantine {
                    actions.append(.keep(QuarantineRecord(port: successor, reason: reason, since: since)))
                }
            }
        }
        entries[id] = nil
        return actions + [.forget(id)]
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
