extension SysfsPlan {
    /// What every world has: the empty buses and classes, the PCI bridge and the xHCI controller.
    static let skeleton: SysfsPlan = {
        var plan = SysfsPlan()
        for folder in [
            "block", "bus/pci/devices", "bus/usb/devices", "bus/usb-serial/devices", "class/tty", "dev/block",
            "dev/char", "module", "kernel",
        ] { plan.directory(folder) }
        plan.file("devices/pci0000:00/uevent", bytes: [])
        let controller = RootHub.controllerPath
        plan.device(
            controller, subsystem: "bus/pci", driver: "xhci_hcd",
            uevent: [
                Property("DRIVER", "xhci_hcd"), Property("PCI_CLASS", "C0330"), Property("PCI_ID", "8086:A36D"),
                Property("PCI_SUBSYS_ID", "1028:0871"), Property("PCI_SLOT_NAME", RootHub.pciSlot),
                Property("MODALIAS", "pci:v00008086d0000A36Dsv00001028sd00000871bc0Csc03i30"),
            ])
        plan.file("\(controller)/vendor", "0x8086")
        plan.file("\(controller)/device", "0xa36d")
        plan.file("\(controller)/class", "0x0c0330")
        return plan
    }()

    /// A root hub, a hub or an adapter: the `usb_device` without what hangs on its interfaces.
    static func usbDevice(_ device: USBDevice, driver: String) -> SysfsPlan {
        var plan = SysfsPlan()
        let path = device.devicePath
        let descriptor = device.descriptor
        plan.device(path, subsystem: "bus/usb", driver: "usb", uevent: device.uevent)
        var attributes = [
            ("idVendor", Hex.lower(descriptor.vendor, 4)), ("idProduct", Hex.lower(descriptor.product, 4)),
            ("bcdDevice", Hex.lower(descriptor.release, 4)), ("manufacturer", device.manufacturer),
            ("product", device.product), ("busnum", "\(device.bus)"), ("devnum", "\(device.number)"),
            ("devpath", device.portPath), ("speed", "\(device.speed)"), ("version", " 2.00"),
            ("bDeviceClass", Hex.lower(descriptor.deviceClass, 2)), ("bDeviceSubClass", "00"),
            ("bDeviceProtocol", Hex.lower(descriptor.deviceProtocol, 2)),
            ("bMaxPacketSize0", "\(descriptor.packetSize)"),
            ("bNumConfigurations", "1"), ("bConfigurationValue", "1"), ("bNumInterfaces", " \(descriptor.interfaces)"),
            ("bmAttributes", Hex.lower(descriptor.attributes, 2)), ("bMaxPower", "\(descriptor.milliamperes)mA"),
            ("configuration", ""), ("maxchild", descriptor.deviceClass == 9 ? "8" : "0"), ("authorized", "1"),
            ("removable", "removable"), ("quirks", "0x0"), ("urbnum", "0"), ("ltm_capable", "no"),
            ("rx_lanes", "1"), ("tx_lanes", "1"),
        ]
        if let serial = device.serial { attributes.append(("serial", serial)) }
        for (name, value) in attributes { plan.file("\(path)/\(name)", value) }
        plan.file("\(path)/descriptors", bytes: descriptor.bytes)
        for interface in 0..<Int(descriptor.interfaces) { plan.interface(interface, of: device, driver: driver) }
        return plan
    }

    private mutating func interface(_ number: Int, of device: USBDevice, driver: String) {
        let descriptor = device.descriptor
        let path = "\(device.devicePath)/\(device.interfaceName(number))"
        self.device(
            path, subsystem: "bus/usb", driver: driver, uevent: device.interfaceUevent(number, driver: driver))
        for (name, value) in [
            ("bInterfaceNumber", Hex.lower(number, 2)), ("bAlternateSetting", " 0"),
            ("bNumEndpoints", Hex.lower(descriptor.endpoints, 2)),
            ("bInterfaceClass", Hex.lower(descriptor.interfaceClass, 2)),
            ("bInterfaceSubClass", Hex.lower(descriptor.interfaceSubclass, 2)),
            ("bInterfaceProtocol", Hex.lower(descriptor.interfaceProtocol, 2)), ("interface", device.product),
            ("modalias", device.modalias(number)), ("supports_autosuspend", "1"), ("authorized", "1"),
        ] { file("\(path)/\(name)", value) }
    }

    /// An adapter with all that `ftdi_sio` makes of it.
    static func adapter(_ adapter: Adapter) -> SysfsPlan {
        var plan = usbDevice(adapter.device, driver: "ftdi_sio")
        for interface in 0..<adapter.ttys.count {
            let serial = adapter.serialPath(interface)
            let tty = adapter.ttyPath(interface)
            plan.device(
                serial, subsystem: "bus/usb-serial", driver: "ftdi_sio", uevent: [Property("DRIVER", "ftdi_sio")])
            plan.file("\(serial)/latency_timer", "16")
            plan.file("\(serial)/port_number", "0")
            plan.device(tty, subsystem: "class/tty", uevent: adapter.ttyUevent(interface))
            plan.link("\(tty)/device", to: serial)
        }
        return plan
    }

    /// A hub that stands between a root hub and adapters.
    static func hub(_ address: USBAddress, number: Int) -> SysfsPlan {
        usbDevice(USBDevice.hub(address, number: number), driver: "hub")
    }

    static func rootHub(_ hub: RootHub) -> SysfsPlan { usbDevice(hub.device, driver: "hub") }
}
