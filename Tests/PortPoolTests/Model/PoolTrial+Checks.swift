import RigModel

@testable import PortPool

/// What must be true after every event.
extension PoolTrial {
    mutating func happen(
        _ what: String, _ act: (inout PoolState, PoolTime) -> [PoolState.Action],
        model follow: (inout PoolModel) -> Void
    ) throws(Fault) {
        history.append(what)
        let time = now
        let actions = act(&pool, time)
        granted = []
        for action in actions { try obey(action) }
        follow(&model)
        try compare()
    }

    mutating func obey(_ action: PoolState.Action) throws(Fault) {
        switch action {
        case .publish(let snapshot): view[snapshot.port.id] = snapshot
        case .forget(let port): view[port] = nil
        case .grant(let grant):
            try mustBeAlive(grant.id, "a grant")
            granted.append(grant.id)
        case .refuse(let execution, _): try ends(LeaseID(of: execution))
        case .tell(let execution, _):
            if endings[LeaseID(of: execution)] != nil { throw Fault(what: "run \(execution) is told after its end") }
        case .keep(let quarantine):
            let standing = quarantines[quarantine.port]
            if let standing, standing.since != quarantine.since {
                throw Fault(what: "\(quarantine.port) is in quarantine twice")
            }
            if standing == nil, quarantine.endedAt != nil {
                throw Fault(what: "a quarantine of \(quarantine.port) ends that nobody knows")
            }
            quarantines[quarantine.port] = quarantine.endedAt == nil ? quarantine : nil
        case .record(let record):
            switch record.state {
            case .waiting(let names):
                try mustBeAlive(record.id, "a place in the queue")
                if names.isEmpty { throw Fault(what: "\(record.id) waits for nothing") }
            case .held:
                try mustBeAlive(record.id, "a grant")
                if !model.held.contains(where: { $0.id == record.id }) { granted.append(record.id) }
            case .ended: try ends(record.id)
            }
        }
    }

    func mustBeAlive(_ id: LeaseID, _ what: String) throws(Fault) {
        if endings[id] != nil { throw Fault(what: "\(what) for \(id), which has ended") }
    }

    mutating func ends(_ id: LeaseID) throws(Fault) {
        endings[id, default: 0] += 1
        if endings[id] != 1 { throw Fault(what: "\(id) ends again") }
    }

    mutating func compare() throws(Fault) {
        // A run's lease ends silently when it is given back.
        for id in model.ended where id.execution != nil && endings[id] == nil { endings[id] = 1 }
        try expect(pool.queue.map(\.id), model.waiting.map(\.id), "who waits, in order")
        try expect(Set(pool.held.keys), Set(model.held.map(\.id)), "who holds")
        try expect(Set(endings.keys), model.ended, "whose lease has ended")
        try expect(
            pool.resources.mapKeys(\.rawValue),
            Dictionary(uniqueKeysWithValues: model.held.flatMap { held in held.resources.map { ($0, held.id) } }),
            "who has which resource")
        for id in Self.ports {
            try expect(pool.snapshot(id)?.status, model.status(of: id), "the state of \(id)")
            try expect(pool.snapshot(id)?.lease, model.holder(of: id)?.id, "the holder of \(id)")
        }
        let byHand = Self.ports.filter {
            model.ports[$0]?.kept == .byHand || model.inherited[$0] == .byHand
        }
        try expect(quarantines.keys.sorted(), byHand.sorted(), "what the store knows of quarantines")
        try expect(
            view.values.sorted { $0.port.id < $1.port.id }, pool.snapshots, "what was published against what is")
        try expect(view.count, model.ports.count, "the number of ports")
        // Making the API's answer takes longer than all the rest.
        if history.count.isMultiple(of: 16) {
            let counts = API.Ports(view.values.map { API.Port($0, now: now.wall, zone: .utc) })
            let sum =
                counts.available + counts.inUse + counts.reserved + counts.error + counts.offline + counts.quarantined
            try expect(sum, counts.total, "the sum of the counts")
        }
        for claim in pool.queue where claim.waitsFor?.isEmpty != false {
            throw Fault(what: "\(claim.id) waits and does not say for what")
        }
        // Fairness, apart from how either of them serves: nobody got what one before him still waits for.
        for id in granted {
            guard let winner = model.open[id] else { continue }
            for loser in model.waiting where loser.precedes(winner) && !loser.wants.isDisjoint(with: winner.wants) {
                throw Fault(what: "\(winner.id) overtook \(loser.id)")
            }
        }
    }

    func expect<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String) throws(Fault) {
        if found != wanted { throw Fault(what: "\(what) is \(found), should be \(wanted)") }
    }
}

extension Dictionary {
    fileprivate func mapKeys<NewKey: Hashable>(_ name: (Key) -> NewKey) -> [NewKey: Value] {
        Dictionary<NewKey, Value>(uniqueKeysWithValues: map { (name($0.key), $0.value) })
    }
}
