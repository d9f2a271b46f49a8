import PortDiscovery
import RigModel
import Testing

/// Four channels on any number of boards: each port is the channel of its interface on the board of its serial number, and
/// so is each unit's, whatever ttys the kernel gave and in whatever order it told.
@Suite struct ChannelMappingTests {
    /// A unit for each channel.
    private static let plan = Plan.fake(
        "quad", boards: .many, product: "quad",
        uuts: Channel.allCases.map { (UUTID("unit\($0.number)"), [("ctl", $0)]) })

    @Test("D8: every channel of every board is the port of its interface", arguments: [1, 2, 3, 5, 8, 16])
    func everyChannelIsItsInterface(boards: Int) throws {
        for seed in 0..<4 as Range<UInt64> {
            var random = SplitMix64(state: UInt64(boards) << 32 | seed)
            let adapters = Self.adapters(boards, &random)
            var bench = Bench(plans: [Self.plan])
            bench.tell(Self.history(of: adapters, &random))
            let place = "\(boards) boards, seed \(seed)"

            let ttys = adapters.flatMap(\.ttys)
            #expect(bench.registry.ports.count == 4 * boards, "\(place)")
            for tty in ttys {
                let serial = try #require(tty.serial)
                let channel = try #require(Channel(interface: tty.interface))
                let port = try #require(bench.registry.ports.first { $0.devicePath == tty.devnode }, "\(place)")
                #expect(port.id == PortID("\(serial)-\(["A", "B", "C", "D"][Int(tty.interface)])"), "\(place)")
                #expect(port.channel == channel && port.usbPath == tty.usbPath, "\(place)")

                let unit = UUTInstanceID("unit\(tty.interface + 1)@\(serial)")
                let instance = try #require(bench.map.instances.first { $0.id == unit }, "\(place): no \(unit)")
                #expect(instance["ctl"] == port, "\(place)")
            }
            let used = bench.map.instances.flatMap { $0.ports.map(\.port.id) }
            #expect(used.count == Set(used).count && used.count == ttys.count, "\(place): a port is in two units")
        }
    }

    /// Boards in sockets of their own, whose ttys are mixed among channels and boards.
    private static func adapters(_ count: Int, _ random: inout SplitMix64) -> [FakeAdapter] {
        let numbers = Array(0..<4 * count).shuffled(using: &random)
        return (0..<count).map { board in
            FakeAdapter(
                socket: "1-\(board + 1)", serial: "FTQ\(board)", product: "quad",
                ttyNumbers: Array(numbers[4 * board..<4 * board + 4]), usbAddress: board + 2)
        }
    }

    /// All of them come, in any order; some are told twice, some go and come again, and now and then all is enumerated.
    private static func history(of adapters: [FakeAdapter], _ random: inout SplitMix64) -> [DeviceEvent] {
        let ttys = adapters.flatMap(\.ttys)
        var events: [DeviceEvent] = []
        var present: [TTYDevice] = []
        for tty in ttys.shuffled(using: &random) {
            events.append(.added(tty))
            present.append(tty)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: events += [.removed(syspath: tty.syspath), .added(tty)]
            case 1: events.append(.added(present.randomElement(using: &random) ?? tty))
            case 2: events += [.overflowed, .resync(present.shuffled(using: &random))]
            default: break
            }
        }
        return events
    }
}
