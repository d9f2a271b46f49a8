import PortDiscovery
import RigModel

/// Decides which units are run because their board was plugged in (`on_plug: run`). Pure: time is handed in.
///
/// A unit is run once for each plug: when all its ports are there and have stayed for a moment. What was plugged in when
/// the service started is not run, nor is a board that a plan fits only afterwards: nobody has plugged it in for that.
struct PlugTrigger: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// For contacts that bounce.
    static let settle: Duration = .milliseconds(500)
    /// Ports of one board come within this time.
    static let onePlug: Duration = .seconds(10)

    private var pluggedAt: [PortID: Instant] = [:]
    /// Which plug of its ports a unit was looked at with.
    private var seen: [Bench.Unit: [PortID: Int]] = [:]
    private var due: [Bench.Unit: Instant] = [:]

    mutating func portsChanged(_ bench: Bench, plugged: Set<PortID>, now: Instant) {
        for port in plugged { pluggedAt[port] = now }
        pluggedAt = pluggedAt.filter { $0.value.duration(to: now) <= Self.onePlug }
        for (unit, ports) in look(bench) where bench.plans[unit.bib]?.onPlug == .run {
            if ports.contains(where: { pluggedAt[$0] != nil }) { due[unit] = now + Self.settle }
        }
    }

    mutating func plansChanged(_ bench: Bench) {
        _ = look(bench)
        due = due.filter { bench.plans[$0.key.bib]?.onPlug == .run }
    }

    /// Units whose time has come, in the order they were plugged in; each once.
    mutating func takeDue(now: Instant) -> [Bench.Unit] {
        let ripe = due.filter { $0.value <= now }
        for unit in ripe.keys { due[unit] = nil }
        return ripe.sorted { ($0.value, $0.key.instance) < ($1.value, $1.key.instance) }.map(\.key)
    }

    /// - Returns: units that are whole, by a plug that was not seen yet.
    private mutating func look(_ bench: Bench) -> [(unit: Bench.Unit, ports: [PortID])] {
        for unit in due.keys where bench.instance(unit)?.isComplete != true { due[unit] = nil }
        seen = seen.filter { bench.boards.contains($0.key.board) }
        var new: [(Bench.Unit, [PortID])] = []
        for instance in bench.instances where instance.isComplete {
            let (unit, ports) = (instance.unit, instance.incarnations)
            if seen.updateValue(ports, forKey: unit) != ports { new.append((unit, Array(ports.keys))) }
        }
        return new
    }
}
