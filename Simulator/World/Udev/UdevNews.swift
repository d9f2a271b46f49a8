/// What udev keeps and tells of an adapter: its records, and its events in the kernel's order.
struct UdevNews: Sendable, Hashable {
    let adapter: Adapter
    /// Monotonic microseconds when the rules were done.
    let initialized: UInt64

    /// The record of one tty.
    func ttyRecord(_ interface: Int) -> UdevRecord {
        UdevRecord(
            id: "c\(TTYNumbers.major):\(adapter.ttys[interface])", initialized: initialized,
            links: adapter.ttyLinks(interface), properties: adapter.ttyIdentity(interface), tags: ["systemd"])
    }

    /// The records of the device and its interfaces.
    var deviceRecords: [UdevRecord] {
        let device = adapter.device
        let own = UdevRecord(
            id: "c189:\(device.minor)", initialized: initialized, links: [], properties: adapter.deviceIdentity,
            tags: ["seat"])
        return [own]
            + adapter.ttys.indices.map { interface in
                UdevRecord(
                    id: "+usb:\(device.interfaceName(interface))", initialized: initialized, links: [],
                    properties: adapter.interfaceIdentity(interface), tags: [])
            }
    }

    /// The events of the device or an interface, about which nothing else has to happen.
    func device(_ action: UdevMessage.Action) -> UdevMessage {
        let device = adapter.device
        return UdevMessage(
            action: action, devicePath: "/" + device.devicePath, subsystem: "usb", deviceType: "usb_device",
            properties: Self.node(device.uevent) + adapter.deviceIdentity + [stamp], tags: ["seat"])
    }

    func interface(_ interface: Int, _ action: UdevMessage.Action) -> UdevMessage {
        UdevMessage(
            action: action, devicePath: "/" + adapter.interfacePath(interface), subsystem: "usb",
            deviceType: "usb_interface",
            properties: Self.withoutType(adapter.device.interfaceUevent(interface, driver: "ftdi_sio"))
                + adapter.interfaceIdentity(interface) + [stamp])
    }

    func serialPort(_ interface: Int, _ action: UdevMessage.Action) -> UdevMessage {
        UdevMessage(
            action: action, devicePath: "/" + adapter.serialPath(interface), subsystem: "usb-serial",
            properties: [Property("DRIVER", "ftdi_sio"), stamp])
    }

    func tty(_ interface: Int, _ action: UdevMessage.Action) -> UdevMessage {
        let links = adapter.ttyLinks(interface).map { "/dev/\($0)" }.joined(separator: " ")
        return UdevMessage(
            action: action, devicePath: "/" + adapter.ttyPath(interface), subsystem: "tty",
            properties: Self.node(adapter.ttyUevent(interface)) + adapter.ttyIdentity(interface)
                + [Property("DEVLINKS", links), stamp],
            tags: ["systemd"])
    }

    /// The event of a hub, or of its interface.
    static func hub(_ device: USBDevice, interface: Int?, _ action: UdevMessage.Action) -> UdevMessage {
        let path = "/" + device.devicePath
        guard let interface else {
            return UdevMessage(
                action: action, devicePath: path, subsystem: "usb", deviceType: "usb_device",
                properties: node(device.uevent), tags: ["seat"])
        }
        return UdevMessage(
            action: action, devicePath: "\(path)/\(device.interfaceName(interface))", subsystem: "usb",
            deviceType: "usb_interface", properties: withoutType(device.interfaceUevent(interface, driver: "hub")))
    }

    private var stamp: Property { Property("USEC_INITIALIZED", "\(initialized)") }
    /// The kernel gives the node's name below /dev, udev its path; the type has its own place in a message.
    private static func node(_ uevent: [Property]) -> [Property] {
        withoutType(uevent).map { $0.key == "DEVNAME" ? Property("DEVNAME", "/dev/\($0.value)") : $0 }
    }
    private static func withoutType(_ uevent: [Property]) -> [Property] { uevent.filter { $0.key != "DEVTYPE" } }
}
