import BoardModel
import FoundationEssentials
import Glibc
import RigModel

/// A list of devices in a file, for programs that follow one, where no world can be made: each port is a link to its pty,
/// in a folder that stands for /dev.
///
/// The list is JSON Lines, a line for each port, and is replaced in one go.
final class ListView: DeviceView {
    private struct Entry: Encodable {
        let devnode: String
        let vid: String
        let pid: String
        let serial: String?
        let product: String
        let manufacturer: String
        let bcdDevice: String
        let path: String
        let interface: Int
        let address: Int
    }
    private let folder: WorldFolder
    /// By the interface, as nobody else can be there: `1-2.1:1.0`.
    private var entries: [String: Entry] = [:]

    /// Begins with an empty list.
    init(_ folder: WorldFolder) throws(WorldError) {
        self.folder = folder
        try FileTree.makeFolders(folder.nodes)
        try write()
    }

    func node(_ tty: String) -> String { "\(folder.nodes)/\(tty)" }

    func refusal(of kind: FaultKind) -> String? {
        if case .host(.netlinkOverflow) = kind { return Self.needsWorld("netlink_overflow") }
        return kind.refusal(on: .world)
    }

    private static func needsWorld(_ what: String) -> String {
        "\(what) needs a world with namespaces: here boards are told of by a list, and there is no udev to disturb"
    }

    // No list has hubs or buses.
    func begin(bus: Int) {}
    func begin(hub: USBAddress, number: Int) {}
    func plug(hub: USBAddress, number: Int) {}
    func pull(hub: USBAddress, number: Int) {}

    func appear(_ adapter: Adapter, lines: [String], _ nodes: NodeTiming) throws(WorldError) {
        for (interface, line) in lines.enumerated() {
            let tty = adapter.ttyName(interface)
            if nodes == .forbidden { try DeviceNode(name: tty).forbid(line) }
            if nodes != .later { try make(tty, onto: line) }
            // One that is gone, and of which nobody was told, has lost its name.
            entries = entries.filter { $0.value.devnode != node(tty) }
            entries[adapter.device.interfaceName(interface)] = Entry(
                devnode: node(tty), vid: Hex.lower(adapter.vendorID, 4), pid: Hex.lower(adapter.productID, 4),
                serial: adapter.serial.map(UdevText.safe), product: adapter.product,
                manufacturer: adapter.manufacturer, bcdDevice: Hex.lower(adapter.chip.bcdDevice, 4),
                path: "\(adapter.address)", interface: interface, address: adapter.number)
        }
        try write()
    }

    func vanish(_ adapter: Adapter, isTold: Bool) throws(WorldError) {
        for interface in adapter.ttys.indices { unlink(node(adapter.ttyName(interface))) }
        // What nobody is told of stays on the list, until something else is in its socket.
        guard isTold else { return }
        for interface in adapter.ttys.indices { entries[adapter.device.interfaceName(interface)] = nil }
        try write()
    }

    func make(_ tty: String, onto line: String) throws(WorldError) { try FileTree.link(node(tty), text: line) }
    func move(_ tty: String, onto line: String) throws(WorldError) {
        try make(tty, onto: line)
    }
    func allow(_ tty: String, on line: String) throws(WorldError) { try DeviceNode(name: tty).allow(line) }

    func turnEvents(to mode: EventGate.Mode) throws(WorldError) { throw .request(Self.needsWorld("uutsim udev")) }
    func floodEvents() throws(WorldError) { throw .request(Self.needsWorld("uutsim udev")) }

    private func write() throws(WorldError) {
        let lines: [String]
        do {
            lines = try entries.sorted { ($0.value.path, $0.value.interface) < ($1.value.path, $1.value.interface) }.map
            {
                String(decoding: try ControlJSON.encoder.encode($0.value), as: UTF8.self) + "\n"
            }
        } catch { throw .path(folder.deviceList, reason: "\(error)") }
        let fresh = folder.deviceList + ".new"
        try FileTree.write(Array(lines.joined().utf8), to: fresh)
        guard rename(fresh, folder.deviceList) == 0 else {
            throw .path(folder.deviceList, reason: SystemCall.reason())
        }
    }
}
