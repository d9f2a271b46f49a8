import RigModel

/// Ports that are kept out of use for a while.
extension PoolState {
    /// Takes a port out of use until it is released by hand. A lease on it goes on to its end.
    mutating func quarantine(_ id: PortID, reason: String, _ now: PoolTime) throws(LeaseRefusal) -> [Action] {
        guard let entry = entries[id] else { throw .unknownPort(id, known: entries.keys.sorted()) }
        var since = now.wall
        if case .byHand(_, let earlier) = entry.quarantine, !entry.isReleasedAfterCheck { since = earlier }
        entries[id]?.quarantine = .byHand(reason: reason, since: since)
        entries[id]?.isReleasedAfterCheck = false
        return [.keep(QuarantineRecord(port: id, reason: reason, since: since)), publish(id)] + serve(now)
    }

    /// Ends a quarantine, or the memory of a failed opening. While a health check has the line open, the port comes back
    /// when that is over.
    mutating func readmit(_ id: PortID, _ now: PoolTime) throws(LeaseRefusal) -> [Action] {
        if let quarantine = inherited.removeValue(forKey: id) { return ending(quarantine, of: id, now) }
        guard let entry = entries[id] else { throw .unknownPort(id, known: entries.keys.sorted()) }
        let ended = entry.isReleasedAfterCheck ? [] : ending(entry.quarantine, of: id, now)
        entries[id]?.backOff = nil
        if entry.checking != nil {
            entries[id]?.isReleasedAfterCheck = true
            return ended
        }
        entries[id]?.readmit()
        return ended + [publish(id)] + serve(now)
    }

    /// Whether somebody has taken the port out of use; it need not be known.
    func isKeptByHand(_ id: PortID) -> Bool {
        if case .byHand = inherited[id] ?? entries[id]?.quarantine { true } else { false }
    }

    /// What the store is to keep of the end of a quarantine; of one that nobody ordered, nothing.
    func ending(_ quarantine: PortEntry.Quarantine?, of id: PortID, _ now: PoolTime) -> [Action] {
        guard case .byHand(let reason, let since) = quarantine else { return [] }
        return [.keep(QuarantineRecord(port: id, reason: reason, since: since, endedAt: now.wall))]
    }

    /// Ports whose health is to be checked now. Each is answered once, until `checked` is told of it.
    mutating func dueChecks(_ now: PoolTime) -> [DiscoveredPort] {
        var due: [DiscoveredPort] = []
        for (id, entry) in entries {
            guard case .automatic(_, let checkAt) = entry.quarantine, checkAt <= now.monotonic, entry.isPresent,
                entry.lease == nil, entry.checking == nil
            else { continue }
            entries[id]?.checking = entry.port.incarnation
            due.append(entry.port)
        }
        return due.sorted { $0.id < $1.id }
    }

    /// A health check is over.
    ///
    /// - Parameter failure: what was wrong; nil where the line could be opened and closed.
    mutating func checked(_ port: DiscoveredPort, failure: String?, _ now: PoolTime) -> [Action] {
        guard var entry = entries[port.id], entry.checking == port.incarnation else { return [] }
        entry.checking = nil
        let isStillThere = entry.isPresent && entry.port.incarnation == port.incarnation
        if entry.isReleasedAfterCheck {
            entry.readmit()
        } else if case .automatic(let reason, _) = entry.quarantine, isStillThere {
            if let failure {
                let wait = policy.backOff(after: entry.backOff)
                entry.backOff = wait
                entry.trouble = failure
                entry.quarantine = .automatic(reason: reason, checkAt: now.monotonic + wait)
            } else {
                // The back-off stays: a port that soon fails again is kept out for longer.
                entry.readmit()
            }
        }
        entries[port.id] = entry
        return [publish(port.id)] + serve(now)
    }

    /// A port that comes and goes all the time is kept out.
    mutating func noteDeparture(of id: PortID, _ now: PoolTime) {
        guard var entry = entries[id] else { return }
        entry.departures.removeAll { $0 + policy.window <= now.monotonic }
        entry.departures.append(now.monotonic)
        if let flaps = policy.flaps, entry.departures.count >= flaps, entry.quarantine == nil {
            keepOut(&entry, "it came and went \(entry.departures.count) times within \(policy.window)", now)
        }
        entries[id] = entry
    }

    /// What a lease says of a line's health when it ends. A clean one clears what was held against it.
    func noteHealth(of entry: inout PortEntry, _ trouble: PortTrouble?, _ now: PoolTime) {
        guard let trouble else {
            entry.failures = 0
            if entry.quarantine == nil { entry.backOff = nil }
            return
        }
        entry.failures += 1
        if let limit = policy.failures, entry.failures >= limit, entry.quarantine == nil {
            keepOut(&entry, "\(entry.failures) runs in a row had trouble with the line: \(trouble.message)", now)
        }
    }

    private func keepOut(_ entry: inout PortEntry, _ reason: String, _ now: PoolTime) {
        let wait = policy.backOff(after: entry.backOff)
        entry.backOff = wait
        entry.quarantine = .automatic(reason: reason, checkAt: now.monotonic + wait)
    }

    /// A port that has just come (back) must stay for a while before it is checked.
    mutating func postponeCheck(of id: PortID, _ now: PoolTime) {
        guard let entry = entries[id], case .automatic(let reason, let checkAt) = entry.quarantine else { return }
        let earliest = now.monotonic + (entry.backOff ?? policy.firstCheck)
        entries[id]?.quarantine = .automatic(reason: reason, checkAt: max(checkAt, earliest))
    }
}
