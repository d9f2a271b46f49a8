/// One `usb_device` as sysfs shows it: root hub, hub or adapter.
struct USBDevice: Sendable, Hashable {
    /// `usb1`, `1-2`, `1-2.1`.
    let name: String
    /// Below /sys.
    let devicePath: String
    let bus: Int
    /// Its address on the bus: another after each plug.
    let number: Int
    let portPath: String
    /// Megabits a second.
    let speed: Int
    let descriptor: USBDescriptor
    let manufacturer: String
    let product: String
    /// nil for a blank one: then sysfs has no such file.
    let serial: String?

    /// The minor of the usbfs node, major 189.
    var minor: Int { (bus - 1) * 128 + number - 1 }
    /// Of the usbfs node, below /dev.
    var nodeName: String { "bus/usb/\(Hex.decimal(bus, 3))/\(Hex.decimal(number, 3))" }
    /// `403/6011/800`, as the kernel prints it in events.
    var productKey: String {
        [descriptor.vendor, descriptor.product, descriptor.release].map { String($0, radix: 16) }.joined(separator: "/")
    }
    /// An interface's name: `1-2.1:1.0`; a root hub's is `1-0:1.0`.
    func interfaceName(_ interface: Int) -> String {
        (portPath == "0" ? "\(bus)-0" : name) + ":1.\(interface)"
    }

    /// What the kernel puts into the device's `uevent` file and its events.
    var uevent: [Property] {
        [
            Property("MAJOR", "189"), Property("MINOR", "\(minor)"), Property("DEVNAME", nodeName),
            Property("DEVTYPE", "usb_device"), Property("DRIVER", "usb"), Property("PRODUCT", productKey),
            Property("TYPE", "\(descriptor.deviceClass)/0/\(descriptor.deviceProtocol)"),
            Property("BUSNUM", Hex.decimal(bus, 3)), Property("DEVNUM", Hex.decimal(number, 3)),
        ]
    }

    /// What the kernel puts into an interface's `uevent` file and its events.
    func interfaceUevent(_ interface: Int, driver: String) -> [Property] {
        let kind = "\(descriptor.interfaceClass)/\(descriptor.interfaceSubclass)/\(descriptor.interfaceProtocol)"
        return [
            Property("DEVTYPE", "usb_interface"), Property("DRIVER", driver), Property("PRODUCT", productKey),
            Property("TYPE", "\(descriptor.deviceClass)/0/\(descriptor.deviceProtocol)"),
            Property("INTERFACE", kind), Property("MODALIAS", modalias(interface)),
        ]
    }

    func modalias(_ interface: Int) -> String {
        func hex(_ value: some BinaryInteger, _ width: Int) -> String { Hex.upper(value, width) }
        return "usb:v\(hex(descriptor.vendor, 4))p\(hex(descriptor.product, 4))d\(hex(descriptor.release, 4))"
            + "dc\(hex(descriptor.deviceClass, 2))dsc00dp\(hex(descriptor.deviceProtocol, 2))"
            + "ic\(hex(descriptor.interfaceClass, 2))isc\(hex(descriptor.interfaceSubclass, 2))"
            + "ip\(hex(descriptor.interfaceProtocol, 2))in\(hex(interface, 2))"
    }
}
