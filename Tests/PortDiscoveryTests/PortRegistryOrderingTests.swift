import PortDiscovery
import RigModel
import Testing

/// Random histories of plugging against a model that keeps, for each USB socket, the adapter last told to be in it.
@Suite struct PortRegistryOrderingTests {
    @Test(arguments: Array(1...40) + [UInt64.random(in: 1000...UInt64.max)])
    func anyHistoryEndsInWhatIsPluggedIn(seed: UInt64) {
        var history = PlugHistory(seed: seed)
        for step in 1...120 {
            let did = history.step()
            let place = "seed \(seed), step \(step): \(did)"
            #expect(history.registry.ports.map(\.id) == history.expectedPorts, "\(place)")
            #expect(history.registry.ports == history.replayed, "\(place)")
            #expect(history.faults == [], "\(place)")
            guard history.faults.isEmpty, history.registry.ports == history.replayed else { return }
        }
    }
}

/// Plugs, pulls and loses events at random, and follows both the truth and the changes that the registry tells.
private struct PlugHistory {
    private(set) var registry = PortRegistry()
    /// Breaches of the promises about changes.
    private(set) var faults: [String] = []

    private var random: SplitMix64
    /// What the registry has been told to be in each socket.
    private var told: [String: FakeAdapter] = [:]
    private var replay: [PortID: DiscoveredPort] = [:]
    private var lastIncarnation: [PortID: Int] = [:]
    private var plugs = 0

    private static let sockets = ["1-1", "1-2", "1-2.1", "1-10", "2-1"]
    private static let serials: [String?] = ["FTA", "FTA", "FTB", "FT C", "FT/C", nil, "usb-1-1"]

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    /// Does one thing, and says what.
    mutating func step() -> String {
        let socket = Self.sockets.randomElement(using: &random)!
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            // Where something was in the socket, its removal was lost.
            plug(anyAdapter(in: socket))
            return "plug \(socket)"
        case 4..<7:
            guard let adapter = told.removeValue(forKey: socket) else { return "nothing" }
            tell(adapter.removed.shuffled(using: &random))
            return "unplug \(socket)"
        case 7:
            guard var adapter = told[socket] else { return "nothing" }
            plugs += 1
            // One of the two always tells: the address on the bus or the name of the tty.
            adapter.usbAddress = adapter.usbAddress == nil ? nil : plugs
            if adapter.usbAddress == nil || Bool.random(using: &random) { adapter.firstTTY = plugs * 4 }
            plug(adapter)
            return "re-plug \(socket) unseen"
        case 8:
            guard let adapter = told[socket] else { return "nothing" }
            tell(adapter.added.shuffled(using: &random))
            return "tell \(socket) again"
        default:
            // Events were lost: the enumeration finds another world.
            if let gone = told.keys.sorted().randomElement(using: &random) { told[gone] = nil }
            let new = anyAdapter(in: socket)
            told[socket] = new
            tell([.resync(told.keys.sorted().flatMap { told[$0]!.ttys }.shuffled(using: &random))])
            return "resync with \(socket)"
        }
    }

    private mutating func anyAdapter(in socket: String) -> FakeAdapter {
        plugs += 1
        let (productID, channels) = [("6001", 1), ("6010", 2), ("6011", 4)].randomElement(using: &random)!
        return FakeAdapter(
            socket: socket, serial: Self.serials.randomElement(using: &random)!, productID: productID,
            channels: channels,
            firstTTY: plugs * 4, usbAddress: Bool.random(using: &random) ? plugs : nil)
    }

    private mutating func plug(_ adapter: FakeAdapter) {
        let before = replay
        told[adapter.socket] = adapter
        tell(adapter.added.shuffled(using: &random))
        for port in replay.values where port.usbPath == adapter.socket {
            if let old = before[port.id], old.incarnation == port.incarnation {
                faults.append("\(port.id) was plugged anew and is still incarnation \(port.incarnation)")
            }
        }
    }

    /// Hands events to the registry and checks each change against what was known before it.
    private mutating func tell(_ events: [DeviceEvent]) {
        for change in events.flatMap({ registry.apply($0) }) {
            switch change {
            case .appeared(let port):
                if replay[port.id] != nil { faults.append("\(port.id) appeared twice") }
                if port.incarnation != lastIncarnation[port.id, default: 0] + 1 {
                    faults.append("\(port.id) skipped to incarnation \(port.incarnation)")
                }
                lastIncarnation[port.id] = port.incarnation
                replay[port.id] = port
            case .vanished(let id, let incarnation, _):
                if replay[id]?.incarnation != incarnation { faults.append("\(id)#\(incarnation) was not there") }
                replay[id] = nil
            case .changed(let port):
                if replay[port.id]?.incarnation != port.incarnation || replay[port.id] == port {
                    faults.append("\(port.id)#\(port.incarnation) did not change")
                }
                replay[port.id] = port
            case .warning: continue
            }
        }
    }

    /// What the changes add up to.
    var replayed: [DiscoveredPort] { replay.values.sorted { ($0.board, $0.channel) < ($1.board, $1.channel) } }

    /// The rule of identity, said once more and as plainly as it can be.
    var expectedPorts: [PortID] {
        func name(_ adapter: FakeAdapter) -> String? {
            guard let serial = adapter.serial, serial != "usb-1-1" else { return nil }
            return serial == "FT C" || serial == "FT/C" ? "FT_C" : serial
        }
        let ports = told.values.flatMap { adapter -> [(BoardID, Channel)] in
            let rivals = told.values.filter { name($0) == name(adapter) }
            let own = rivals.count == 1 ? name(adapter) : nil
            let board = BoardID(own ?? "usb-" + adapter.socket)
            return Channel.allCases.prefix(adapter.channels).map { (board, $0) }
        }
        return ports.sorted { $0 < $1 }.map { PortID(board: $0.0, channel: $0.1) }
    }
}
