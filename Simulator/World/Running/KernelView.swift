import BoardModel
import Glibc

/// A machine's own view of its devices, written and told in the kernel's order. Must be made inside a world.
final class KernelView: DeviceView {
    static let sys = "/sys"
    private var events: UeventSocket
    private let database = UdevDatabase()
    /// In which order the ports of an adapter come up: any, as with the kernel.
    private var chance: SeededGenerator

    /// - Parameter tap: is told of each event just before it is sent. It must not wait.
    init(seed: UInt64, tap: (@Sendable (UdevMessage) -> Void)?) throws(WorldError) {
        chance = SeededGenerator(seed: seed)
        events = try UeventSocket(tap: tap)
    }

    func node(_ tty: String) -> String { "/dev/\(tty)" }
    func refusal(of kind: FaultKind) -> String? { kind.refusal(on: .world) }

    // MARK: Hubs

    func begin(bus: Int) throws(WorldError) { try SysfsPlan.rootHub(RootHub(bus: bus)).write(below: Self.sys) }

    func begin(hub: USBAddress, number: Int) throws(WorldError) {
        try SysfsPlan.hub(hub, number: number).write(below: Self.sys)
    }

    func plug(hub: USBAddress, number: Int) throws(WorldError) {
        try begin(hub: hub, number: number)
        let device = USBDevice.hub(hub, number: number)
        for action in [UdevMessage.Action.add, .bind] {
            try events.send(UdevNews.hub(device, interface: nil, action))
            try events.send(UdevNews.hub(device, interface: 0, action))
        }
    }

    func pull(hub: USBAddress, number: Int) throws(WorldError) {
        SysfsPlan.hub(hub, number: number).remove(hub.devicePath, below: Self.sys)
        let device = USBDevice.hub(hub, number: number)
        for action in [UdevMessage.Action.unbind, .remove] {
            try events.send(UdevNews.hub(device, interface: 0, action))
            try events.send(UdevNews.hub(device, interface: nil, action))
        }
    }

    // MARK: Boards

    func appear(_ adapter: Adapter, lines: [String], _ nodes: NodeTiming) throws(WorldError) {
        let news = UdevNews(adapter: adapter, initialized: Self.microseconds())
        try SysfsPlan.adapter(adapter).write(below: Self.sys)
        for record in news.deviceRecords { try database.keep(record) }
        try events.send(news.device(.add))
        for (interface, line) in lines.enumerated().shuffled(using: &chance) {
            try events.send(news.interface(interface, .add))
            try events.send(news.serialPort(interface, .add))
            let node = DeviceNode(name: adapter.ttyName(interface))
            if nodes == .forbidden { try node.forbid(line) }
            if nodes != .later { try node.make(onto: line) }
            try database.link(adapter.ttyLinks(interface), to: adapter.ttyName(interface))
            try database.keep(news.ttyRecord(interface))
            try events.send(news.tty(interface, .add))
            try events.send(news.serialPort(interface, .bind))
            try events.send(news.interface(interface, .bind))
        }
        try events.send(news.device(.bind))
    }

    func vanish(_ adapter: Adapter, isTold: Bool) throws(WorldError) {
        let news = UdevNews(adapter: adapter, initialized: Self.microseconds())
        for interface in adapter.ttys.indices {
            DeviceNode(name: adapter.ttyName(interface)).remove()
            database.unlink(adapter.ttyLinks(interface), of: adapter.ttyName(interface))
            database.forget(news.ttyRecord(interface))
        }
        SysfsPlan.adapter(adapter).remove(adapter.address.devicePath, below: Self.sys)
        for record in news.deviceRecords { database.forget(record) }
        guard isTold else { return }
        for interface in adapter.ttys.indices {
            try events.send(news.tty(interface, .remove))
            try events.send(news.serialPort(interface, .unbind))
            try events.send(news.serialPort(interface, .remove))
            try events.send(news.interface(interface, .unbind))
            try events.send(news.interface(interface, .remove))
        }
        try events.send(news.device(.unbind))
        try events.send(news.device(.remove))
    }

    func make(_ tty: String, onto line: String) throws(WorldError) { try DeviceNode(name: tty).make(onto: line) }
    func move(_ tty: String, onto line: String) throws(WorldError) {
        try DeviceNode(name: tty).move(onto: line)
    }
    func allow(_ tty: String, on line: String) throws(WorldError) { try DeviceNode(name: tty).allow(line) }

    // MARK: Events

    func turnEvents(to mode: EventGate.Mode) throws(WorldError) { try events.turn(to: mode) }
    func floodEvents() throws(WorldError) { try events.flood() }

    private static func microseconds() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1_000
    }
}
