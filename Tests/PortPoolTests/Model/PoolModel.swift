import RigModel

/// The pool as a person would explain it, written apart from it: one flat list of leases, and everything worked out anew
/// from it. Time is in whole seconds.
struct PoolModel {
    struct Lease {
        enum State: Equatable { case waiting, held }
        let id: LeaseID
        let isRun: Bool
        let ports: [PortID]
        let resources: [String]
        let priority: Int
        let order: Int
        /// Held before a restart.
        var isFirst = false
        var state = State.waiting
        var waitEnds: Int
        /// From the grant; nil where `deadline` stands already.
        var term: Int?
        var deadline = Int.max
        /// For a person.
        var heartbeat: Int?
        var lastHeard: Int
        var reappearsBy: Int?
        var fencedAt: Int?
        var hasBegun = false
        /// Ports it still has.
        var has: Set<PortID> = []

        func precedes(_ other: Lease) -> Bool {
            if isFirst != other.isFirst { return isFirst }
            if priority != other.priority { return priority > other.priority }
            return order < other.order
        }
        var wants: Set<String> { Set(ports.map(\.rawValue) + resources) }
    }

    struct Port {
        enum Kept: Equatable { case byHand, byItself }
        var isPresent = false
        var incarnation = 0
        var kept: Kept?
        var departures: [Int] = []
        var failures = 0
        var failedToOpen = false
    }

    // What the pool under test is set to.
    static let longest = 200, heartbeat = 20, reappear = 15, obedience = 10, flaps = 4, window = 30, failures = 3

    var now = 0
    var ports: [PortID: Port] = [:]
    /// What keeps ports out of use that are yet to be seen under their names.
    var inherited: [PortID: Port.Kept] = [:]
    var open: [LeaseID: Lease] = [:]
    var ended: Set<LeaseID> = []
    /// Open leases of persons when the service was last alive.
    var stored: [LeaseID: Lease] { open.filter { !$0.value.isRun } }

    var waiting: [Lease] { open.values.filter { $0.state == .waiting }.sorted { $0.precedes($1) } }
    var held: [Lease] { open.values.filter { $0.state == .held } }

    func holder(of port: PortID) -> Lease? { held.first { $0.has.contains(port) } }

    func status(of id: PortID) -> PortStatus? {
        guard let port = ports[id] else { return nil }
        if !port.isPresent { return .offline }
        if let holder = holder(of: id) { return holder.hasBegun ? .inUse : .reserved }
        if port.kept != nil { return .quarantined }
        return port.failedToOpen ? .error : .available
    }

    mutating func end(_ id: LeaseID) {
        if open.removeValue(forKey: id) != nil { ended.insert(id) }
    }

    // MARK: What happens

    mutating func ask(_ lease: Lease) {
        open[lease.id] = lease
        settle()
    }

    mutating func plug(_ id: PortID) {
        unplug(id)
        var port = ports[id] ?? Port()
        if let kept = inherited.removeValue(forKey: id) { port.kept = kept }
        port.isPresent = true
        port.incarnation += 1
        port.failedToOpen = false
        port.failures = 0
        ports[id] = port
        settle()
    }

    mutating func unplug(_ id: PortID) {
        guard ports[id]?.isPresent == true else { return }
        depart(id)
        settle()
    }

    /// - Parameter names: by the old ones, in order; an old one may be the new one of another.
    mutating func rename(_ names: [(former: PortID, successor: PortID)]) {
        let before = ports
        for name in names { depart(name.former) }
        settle()
        for name in names { ports[name.former] = nil }
        for name in names {
            guard let kept = before[name.former]?.kept else { continue }
            // Who has put away a port of that name that is not there means any port of that name.
            if (inherited[name.successor] ?? ports[name.successor]?.kept) != .byHand {
                inherited[name.successor] = kept
            }
        }
        for name in names { plug(name.successor) }
    }

    private mutating func depart(_ id: PortID) {
        ports[id]?.isPresent = false
        ports[id]?.failedToOpen = false
        if let holder = holder(of: id) {
            open[holder.id]?.has.remove(id)
            if !holder.isRun { end(holder.id) }
        }
        ports[id]?.departures.append(now)
        if let port = ports[id], port.departures.count(where: { $0 > now - Self.window }) >= Self.flaps,
            port.kept == nil
        {
            ports[id]?.kept = .byItself
        }
    }

    mutating func release(_ id: LeaseID, trouble: PortID?) {
        guard let lease = open[id] else { return }
        for port in lease.has where lease.fencedAt == nil {
            ports[port]?.failedToOpen = port == trouble
            if port == trouble {
                ports[port]?.failures += 1
                if ports[port].map({ $0.failures >= Self.failures && $0.kept == nil }) == true {
                    ports[port]?.kept = .byItself
                }
            } else {
                ports[port]?.failures = 0
            }
        }
        if lease.fencedAt != nil { for port in lease.has { ports[port]?.failedToOpen = false } }
        end(id)
        settle()
    }

    mutating func readmit(_ id: PortID) {
        ports[id]?.kept = nil
        ports[id]?.failedToOpen = false
        ports[id]?.failures = 0
        ports[id]?.departures = []
        settle()
    }

    mutating func passes(_ seconds: Int) {
        now += seconds
        for lease in waiting {
            let isSilent = lease.heartbeat.map { lease.lastHeard + $0 <= now } ?? false
            let isLate = lease.reappearsBy.map { $0 <= now } ?? false
            let isAbsent = lease.ports.contains { ports[$0]?.isPresent != true }
            if isSilent || lease.waitEnds <= now || (isLate && isAbsent) {
                end(lease.id)
            } else if isLate {
                open[lease.id]?.reappearsBy = nil
            }
        }
        for lease in held {
            let isOver = lease.deadline <= now
            if !lease.isRun {
                if isOver || lease.heartbeat.map({ lease.lastHeard + $0 <= now }) == true { end(lease.id) }
            } else if let fencedAt = lease.fencedAt {
                if fencedAt + Self.obedience <= now { end(lease.id) }
            } else if isOver {
                open[lease.id]?.fencedAt = now
            }
        }
        settle()
    }

    /// The service dies and comes back: runs are gone, persons' leases are asked for anew, those that were held first.
    mutating func restart() {
        let before = open.values.sorted { $0.order < $1.order }
        open = [:]
        inherited = inherited.filter { $0.value == .byHand }
        for (id, port) in ports where port.kept == .byHand { inherited[id] = .byHand }
        ports = [:]
        for var lease in before {
            let left =
                lease.state == .held || lease.term == nil
                ? lease.deadline - now : lease.waitEnds - now + (lease.term ?? 0)
            if lease.isRun || left <= 0 {
                ended.insert(lease.id)
                continue
            }
            lease.isFirst = lease.isFirst || lease.state == .held
            lease.state = .waiting
            lease.deadline = now + min(left, Self.longest)
            lease.waitEnds = lease.deadline
            lease.term = nil
            lease.lastHeard = now
            lease.reappearsBy = now + Self.reappear
            lease.has = []
            open[lease.id] = lease
        }
        settle()
    }

    /// Whoever can be served is served, in order; nobody takes what somebody before him waits for.
    mutating func settle() {
        var spokenFor: Set<String> = []
        for lease in waiting {
            let isHopeless = lease.ports.contains { id in
                let isPresent = ports[id]?.isPresent == true
                return isPresent ? ports[id]?.kept != nil : lease.reappearsBy == nil
            }
            if isHopeless {
                end(lease.id)
                continue
            }
            let taken = Set(held.flatMap { $0.has.map(\.rawValue) + $0.resources })
            let isReady = lease.ports.allSatisfy { ports[$0]?.isPresent == true }
            guard isReady, lease.wants.isDisjoint(with: taken.union(spokenFor)) else {
                spokenFor.formUnion(lease.wants)
                continue
            }
            open[lease.id]?.state = .held
            open[lease.id]?.has = Set(lease.ports)
            if let term = lease.term { open[lease.id]?.deadline = now + term }
        }
    }
}
