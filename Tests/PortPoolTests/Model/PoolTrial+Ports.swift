import RigModel

@testable import PortPool

/// What becomes of ports, of time and of the service.
extension PoolTrial {
    mutating func plug(_ id: PortID) throws(Fault) {
        let incarnation = (model.ports[id]?.incarnation ?? 0) + 1
        let port = TestPort.made(id, incarnation: incarnation)
        try happen("plug \(id)") { pool, now in
            pool.appeared(port, matching: .unmatched, now)
        } model: {
            $0.plug(id)
        }
    }

    mutating func unplug(_ id: PortID) throws(Fault) {
        try happen("unplug \(id)") { pool, now in
            pool.vanished(id, now)
        } model: {
            $0.unplug(id)
        }
    }

    mutating func pass(_ seconds: Int) throws(Fault) {
        model.now += seconds
        let now = now
        model.now -= seconds
        try happen("\(seconds) s pass") { pool, _ in
            pool.expire(now)
        } model: {
            $0.passes(seconds)
        }
        try check()
    }

    /// The health checks that are due; half of them find fault.
    mutating func check() throws(Fault) {
        for port in pool.dueChecks(now) {
            guard let known = model.ports[port.id], known.isPresent, known.kept == .byItself,
                model.holder(of: port.id) == nil
            else { throw Fault(what: "\(port.id) is checked and should not be") }
            let isWell = isQuiet || Bool.random(using: &random)
            try happen("\(port.id) is \(isWell ? "well" : "still ill")") { pool, now in
                pool.checked(port, failure: isWell ? nil : "held by tio", now)
            } model: {
                if isWell { $0.readmit(port.id) }
            }
        }
    }

    mutating func quarantine(_ id: PortID) throws(Fault) {
        try happen("\(id) goes to quarantine") { pool, now in
            (try? pool.quarantine(id, reason: "by hand", now)) ?? []
        } model: { model in
            if model.ports[id] != nil { model.ports[id]?.kept = .byHand }
            model.settle()
        }
    }

    mutating func readmit(_ id: PortID) throws(Fault) {
        try happen("\(id) is let back") { pool, now in
            (try? pool.readmit(id, now)) ?? []
        } model: {
            if $0.inherited.removeValue(forKey: id) == nil, $0.ports[id] != nil { $0.readmit(id) }
        }
    }

    mutating func forget(_ id: PortID) throws(Fault) {
        let isAway = model.status(of: id) == .offline
        try happen("\(id) is forgotten") { pool, now in
            (try? pool.forget(id, now)) ?? []
        } model: {
            if isAway { $0.ports[id] = nil }
            $0.inherited[id] = nil
        }
    }

    /// Boards turn out to have one serial number, or no longer: their ports are known by other names, some of them by
    /// each other's.
    mutating func rename() throws(Fault) {
        let present = Self.ports.filter { model.ports[$0]?.isPresent == true }.shuffled(using: &random)
        let formers = present.prefix(Int.random(in: 1...4, using: &random))
        // Of those who keep their names nobody's is taken.
        let free = Self.ports.filter { !present.contains($0) || formers.contains($0) }.shuffled(using: &random)
        let names = zip(formers, free).map { (former: $0, successor: $1) }.filter { $0.former != $0.successor }
        guard !names.isEmpty else { return }
        let renamed = names.map { name in
            // The model counts anew under a name that another has left.
            let isLeft = names.contains { $0.former == name.successor }
            let before = isLeft ? 0 : model.ports[name.successor]?.incarnation ?? 0
            return TestPort.renamed(name.former, to: name.successor, incarnation: before + 1)
        }
        let told = names.map { "\($0.former) as \($0.successor)" }.joined(separator: ", ")
        try happen("known from now on: \(told)") { pool, now in
            pool.renamed(renamed, now)
        } model: {
            $0.rename(names)
        }
    }

    /// The service is killed and started anew: the store gives back what persons have ordered, and udev the ports.
    mutating func restart() throws(Fault) {
        let stored = pool.records.map { record in
            // The store keeps that a lease was held, though it waits for its ports once more.
            guard let since = pool.queue.first(where: { $0.id == record.id })?.heldSince else { return record }
            var record = record
            record.state = .held(since: since)
            return record
        }
        let present = Self.ports.filter { model.ports[$0]?.isPresent == true }
        // Runs that were under way end with the process.
        for id in model.open.values.filter(\.isRun).map(\.id) { endings[id, default: 0] += 1 }
        let quarantines = quarantines.values.sorted { $0.port < $1.port }
        pool = Self.made()
        view = [:]
        try happen("the service is killed and starts again") { pool, now in
            pool.restore(quarantines)
            return pool.restore(stored, now)
        } model: {
            $0.restart()
        }
        for id in present where Int.random(in: 0..<8, using: &random) > 0 { try plug(id) }
    }
}
