import RigModel

@testable import PortPool

/// What holders and those who wait do.
extension PoolTrial {
    mutating func step() throws(Fault) {
        let port = pick(Self.ports)
        switch Int.random(in: 0..<40, using: &random) {
        case 0..<8: try askForRun()
        case 8..<12: try askAsPerson()
        case 12..<17: try plug(port)
        case 17..<20: try unplug(port)
        case 20..<25: try endARun()
        case 25: try heldRun { trial, id throws(Fault) in try trial.fence(id) }
        case 26: try heldRun { trial, id throws(Fault) in try trial.drop(id) }
        case 27: try heldRun { trial, id throws(Fault) in try trial.begin(id) }
        case 28: try withdraw()
        case 29..<32: try heartbeat()
        case 32: try endAsPerson()
        case 33..<37: try pass(Int.random(in: 1...6, using: &random))
        case 37: try quarantine(port)
        case 38: try Bool.random(using: &random) ? readmit(port) : rename()
        default: if Int.random(in: 0..<6, using: &random) == 0 { try restart() } else { try forget(port) }
        }
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    mutating func targets() -> (ports: [PortID], resources: [String]) {
        let present = Self.ports.filter { model.ports[$0]?.isPresent == true && model.ports[$0]?.kept == nil }
        let pool = present.isEmpty || Int.random(in: 0..<12, using: &random) == 0 ? Self.ports : present
        return (
            Array(pool.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))),
            Self.resources.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        )
    }

    mutating func askForRun() throws(Fault) {
        asked += 1
        let number = asked
        let (ports, resources) = targets()
        let (patience, term) = (Int.random(in: 5...40, using: &random), Int.random(in: 5...40, using: &random))
        let request = LeaseRequest(
            execution: ExecutionID("\(asked)"), uut: "u", ports: ports, resources: resources.map { ResourceID($0) },
            priority: Int.random(in: 0...2, using: &random), patience: .seconds(patience), term: .seconds(term))
        try happen("run \(asked) wants \(ports) \(resources) at \(request.priority)") { pool, now in
            pool.request(request, now)
        } model: { model in
            model.ask(
                PoolModel.Lease(
                    id: LeaseID(of: request.execution), isRun: true, ports: ports, resources: resources,
                    priority: request.priority, order: number, waitEnds: model.now + patience, term: term,
                    lastHeard: model.now))
        }
    }

    mutating func askAsPerson() throws(Fault) {
        asked += 1
        let number = asked
        let id = LeaseID("P\(1_000_000 + number)")
        let (ports, resources) = targets()
        let priority = Int.random(in: 0...2, using: &random)
        let order = LeaseOrder(
            owner: "ann", reason: "r", ports: ports, resources: resources.map { ResourceID($0) }, priority: priority)
        let refused = ports.contains { model.ports[$0]?.isPresent != true || model.ports[$0]?.kept != nil }
        var thrown = false
        try happen("\(id) wants \(ports) \(resources) at \(priority)") { pool, now in
            do throws(LeaseRefusal) { return try pool.ask(order, id: id, now) } catch {
                thrown = true
                return []
            }
        } model: { model in
            if refused { return }
            model.ask(
                PoolModel.Lease(
                    id: id, isRun: false, ports: ports, resources: resources, priority: priority, order: number,
                    waitEnds: model.now + 30, term: 40, heartbeat: PoolModel.heartbeat, lastHeard: model.now))
        }
        if thrown != refused { throw Fault(what: "\(id) was \(thrown ? "" : "not ")refused") }
    }

    mutating func heldRun(_ act: (inout PoolTrial, LeaseID) throws(Fault) -> Void) throws(Fault) {
        let runs = model.held.filter(\.isRun).map(\.id).sorted()
        if !runs.isEmpty { try act(&self, pick(runs)) }
    }

    mutating func endARun() throws(Fault) {
        try heldRun { trial, id throws(Fault) in try trial.release(id) }
    }

    mutating func release(_ id: LeaseID) throws(Fault) {
        let ports = model.open[id]?.ports ?? []
        let trouble = Int.random(in: 0..<3, using: &random) == 0 ? pick(ports) : nil
        let troubles = trouble.map { [$0: PortTrouble(message: "held by tio", failedToOpen: true)] } ?? [:]
        try happen("\(id) is released\(trouble.map { " with trouble at \($0)" } ?? "")") { pool, now in
            pool.release(id, troubles: troubles, now)
        } model: {
            $0.release(id, trouble: trouble)
        }
    }

    mutating func begin(_ id: LeaseID) throws(Fault) {
        try happen("\(id) begins") { pool, now in
            pool.began(id, at: now.wall)
        } model: {
            $0.open[id]?.hasBegun = true
        }
    }

    mutating func fence(_ id: LeaseID) throws(Fault) {
        try happen("\(id) is revoked") { pool, now in
            pool.fence(id, reason: "revoked", now)
        } model: { model in
            if model.open[id]?.fencedAt == nil { model.open[id]?.fencedAt = model.now }
        }
    }

    mutating func drop(_ id: LeaseID) throws(Fault) {
        try happen("\(id) is dropped") { pool, now in
            pool.dropped(id, now)
        } model: { model in
            model.end(id)
            model.settle()
        }
    }

    mutating func withdraw() throws(Fault) {
        let waiting = model.waiting.filter(\.isRun).compactMap(\.id.execution)
        guard let execution = waiting.isEmpty ? nil : pick(waiting) else { return }
        try happen("\(execution) is withdrawn") { pool, now in
            pool.withdraw(execution, now)
        } model: { model in
            model.end(LeaseID(of: execution))
            model.settle()
        }
    }

    mutating func heartbeat() throws(Fault) {
        let extends = Bool.random(using: &random)
        for lease in model.open.values.filter({ !$0.isRun }).sorted(by: { $0.id < $1.id }) {
            var thrown = false
            try happen("\(lease.id) gives a sign of life\(extends ? " and wants 20 s" : "")") { pool, now in
                do throws(LeaseRefusal) {
                    return try pool.heartbeat(lease.id, extendingBy: extends ? .seconds(20) : nil, now)
                } catch {
                    thrown = true
                    return []
                }
            } model: { model in
                if thrown { return }
                model.open[lease.id]?.lastHeard = model.now
                guard extends else { return }
                if lease.state == .held {
                    model.open[lease.id]?.deadline = model.now + 20
                } else {
                    model.open[lease.id]?.waitEnds = model.now + 20
                    if lease.term == nil { model.open[lease.id]?.deadline = model.now + 20 }
                }
            }
        }
    }

    mutating func endAsPerson() throws(Fault) {
        let ids = model.open.values.filter { !$0.isRun }.map(\.id).sorted()
        guard let id = ids.isEmpty ? nil : pick(ids) else { return }
        try happen("\(id) is given back") { pool, now in
            (try? pool.end(id, reason: "given back", now)) ?? []
        } model: { model in
            model.end(id)
            model.settle()
        }
    }
}
