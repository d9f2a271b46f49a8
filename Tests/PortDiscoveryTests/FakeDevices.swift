import PortDiscovery
import RigModel

/// An adapter as the kernel would show it: a tty for each channel.
struct FakeAdapter: Sendable {
    var socket = "1-2"
    var serial: String? = "FT7ABCDE"
    var product = "Quad RS232-HS"
    var productID = "6011"
    var bcdDevice: UInt16? = 0x0800
    var channels = 4
    var firstTTY = 0
    /// Of each channel, in place of those from `firstTTY` on.
    var ttyNumbers: [Int]?
    var usbAddress: Int?

    func tty(_ channel: Int) -> TTYDevice {
        let name = "ttyUSB\(ttyNumbers?[channel] ?? firstTTY + channel)"
        let hub = "/sys/devices/pci0000:00/0000:00:14.0/usb1"
        return TTYDevice(
            syspath: "\(hub)/\(socket)/\(socket):1.\(channel)/\(name)/tty/\(name)", devnode: "/dev/\(name)",
            vendorID: "0403", productID: productID, serial: serial, product: product, manufacturer: "FTDI",
            bcdDevice: bcdDevice, usbPath: socket, interface: UInt8(channel), usbAddress: usbAddress)
    }

    var ttys: [TTYDevice] { (0..<channels).map(tty) }
    var added: [DeviceEvent] { ttys.map(DeviceEvent.added) }
    var removed: [DeviceEvent] { ttys.map { .removed(syspath: $0.syspath) } }
}

extension PortRegistry {
    @discardableResult mutating func apply(_ events: [DeviceEvent]) -> [PortChange] { events.flatMap { apply($0) } }
}

extension [PortChange] {
    /// `+FT7-A#1`, `-FT7-A#1 unplugged`, `~FT7-A#1`, `!`: short, for comparing.
    var brief: [String] {
        map { change in
            switch change {
            case .appeared(let port): "+\(port.id)#\(port.incarnation)"
            case .vanished(let id, let incarnation, let departure): "-\(id)#\(incarnation) \(departure)"
            case .changed(let port): "~\(port.id)#\(port.incarnation)"
            case .warning: "!"
            }
        }
    }
    var warnings: [String] {
        compactMap { if case .warning(let text) = $0 { text } else { nil } }
    }
}
