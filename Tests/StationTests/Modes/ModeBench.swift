import PortDiscovery
import RigModel

@testable import Station

/// Benches for tests of what starts by itself: one board of one unit with two ports.
struct ModeBench {
    static let unit = Bench.Unit(bib: "demo", instance: "uut", board: "FT7A")

    static func plan(
        onPlug: PlugPolicy = .none, every: Duration? = nil, recovery: RecoveryPolicy = .none, hash: String = "1"
    ) -> Plan {
        func port(_ alias: String, _ channel: Channel) -> PortPlan {
            PortPlan(
                alias: alias, channel: channel, line: LineSettings(), endOfLine: .crlf, framing: .lines, settle: .zero)
        }
        let nothing = PhasePlan(steps: [])
        return Plan(
            bib: "demo", description: "", boards: .one,
            match: BoardMatch(product: "demo", vendorID: nil, productIDs: [], serial: nil), safeState: [],
            recovery: recovery, onPlug: onPlug, schedule: every.map { RunSchedule(every: $0) },
            uuts: [
                UUTPlan(
                    id: "uut", ports: [port("ctl", .a), port("aux", .b)], serialFrom: nil, start: nothing,
                    test: nothing, stop: nothing)
            ], hash: hash)
    }

    static func port(_ channel: Channel, incarnation: Int = 1) -> DiscoveredPort {
        DiscoveredPort(
            id: PortID(board: "FT7A", channel: channel), board: "FT7A", channel: channel, vendorID: "0403",
            productID: "6011", serial: "FT7A", product: "demo", chip: .ft4232h,
            devicePath: "/dev/ttyUSB\(channel.rawValue)", usbPath: "1-1", incarnation: incarnation, degraded: nil)
    }

    /// What is plugged in, by channel and incarnation, under the plans.
    static func bench(_ plans: [Plan], _ ports: [DiscoveredPort]) -> Bench {
        var map = BenchMap(plans: plans)
        _ = map.apply(ports.map(PortChange.appeared))
        return Bench(
            instances: map.instances, plans: Dictionary(uniqueKeysWithValues: plans.map { ($0.bib, $0) }),
            boards: Set(map.boards.map(\.id)))
    }
}
