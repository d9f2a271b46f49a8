/// Where a tty hangs on the USB, read from its syspath alone.
///
/// The kernel builds the path from the topology (`.../1-2/1-2:1.3/ttyUSB3/tty/ttyUSB3`: device 1-2, configuration 1,
/// interface 3), so this holds when the device has already gone. libudev's search for a parent does not: it climbs to
/// whatever still exists, the root hub.
struct USBLocation: Sendable, Hashable {
    /// Bus and hub ports: `1-2.4`.
    let usbPath: String
    /// `bInterfaceNumber`.
    let interface: UInt8
    /// Syspath of the `usb_device`.
    let devicePath: String
    /// Syspath of its `usb_interface`.
    let interfacePath: String
    /// Syspath of the usb-serial port; nil where the tty hangs on the interface itself, as of a modem.
    let portPath: String?

    /// nil for a tty that is not on the USB.
    init?(syspath: String) {
        let names = syspath.split(separator: "/")
        func path(to index: Int) -> String { "/" + names[...index].joined(separator: "/") }
        for index in names.indices.dropFirst().reversed() {
            let device = names[index - 1]
            guard names[index].hasPrefix("\(device):") else { continue }
            let numbers = names[index].dropFirst(device.count + 1).split(separator: ".")
            guard numbers.count == 2, UInt8(numbers[0]) != nil, let interface = UInt8(numbers[1]) else { continue }
            usbPath = String(device)
            self.interface = interface
            devicePath = path(to: index - 1)
            interfacePath = path(to: index)
            let below = index + 1
            portPath = below < names.count && names[below] != "tty" ? path(to: below) : nil
            return
        }
        return nil
    }
}
