internal import RigModel

/// Ports that plans name before anybody has seen them.
extension PoolState {
    /// Plans name these ports, and no others. One that has not been seen yet is offline; one that nobody has ever seen and
    /// no plan names any more is nothing. Who was forgotten by hand stays so until another plan names it.
    mutating func named(
        _ ports: [(port: DiscoveredPort, matching: BoardMatching)], _ now: PoolTime
    ) -> [Action] {
        var actions: [Action] = []
        let ids = Set(ports.map(\.port.id))
        for id in namedPorts.subtracting(ids).sorted() {
            guard let entry = entries[id], entry.isUnseen else { continue }
            entries[id] = nil
            inherited[id] = entry.quarantine
            actions.append(.forget(id))
        }
        for (port, matching) in ports {
            if let entry = entries[port.id] {
                guard entry.isUnseen, entry.port != port || entry.matching != matching else { continue }
                entries[port.id]?.port = port
                entries[port.id]?.matching = matching
            } else if !namedPorts.contains(port.id) {
                var entry = PortEntry(port: port, matching: matching)
                entry.isPresent = false
                entry.quarantine = inherited.removeValue(forKey: port.id)
                entries[port.id] = entry
            } else {
                continue
            }
            actions.append(publish(port.id))
        }
        namedPorts = ids
        return actions + serve(now)
    }
}

extension PortEntry {
    /// A plan names it, and it was never plugged in.
    fileprivate var isUnseen: Bool { !isPresent && port.incarnation == 0 }
}
