internal import RigModel

extension Adapter {
    /// What the kernel puts into a tty's `uevent` file and its events.
    func ttyUevent(_ interface: Int) -> [Property] {
        [
            Property("MAJOR", "\(TTYNumbers.major)"), Property("MINOR", "\(ttys[interface])"),
            Property("DEVNAME", ttyName(interface)),
        ]
    }

    /// The properties that the distribution's rules give to the `usb_device` (builtins usb_id, hwdb and path_id), in
    /// their order.
    var deviceIdentity: [Property] {
        usbIdentity(kind: nil) + [Property("ID_USB_INTERFACES", ":ffffff:")] + database + path(usbPath)
            + [Property("ID_FOR_SEAT", "usb-\(UdevText.tag(usbPath))")]
    }

    /// The properties that the rules give to a `usb_interface`.
    func interfaceIdentity(_ interface: Int) -> [Property] { database + path("\(usbPath):1.\(interface)") }

    /// The properties that the rules give to the tty of an interface.
    func ttyIdentity(_ interface: Int) -> [Property] {
        usbIdentity(kind: "generic") + [
            Property("ID_USB_INTERFACES", ":ffffff:"), Property("ID_USB_INTERFACE_NUM", Hex.lower(interface, 2)),
            Property("ID_USB_DRIVER", "ftdi_sio"),
        ] + database + path("\(usbPath):1.\(interface)")
    }

    /// The links below /dev that the rules make for a tty.
    func ttyLinks(_ interface: Int) -> [String] {
        [
            "serial/by-id/usb-\(serialName)-if\(Hex.lower(interface, 2))-port0",
            "serial/by-path/\(usbPath):1.\(interface)-port0",
        ]
    }

    private var usbPath: String { "pci-\(RootHub.pciSlot)-usb-0:\(address.portPath)" }
    private func path(_ path: String) -> [Property] {
        [Property("ID_PATH", path), Property("ID_PATH_TAG", UdevText.tag(path))]
    }
    /// `FTDI_client_demo_FT7DEMO1`; without a serial number, vendor and model alone.
    private var serialName: String {
        ([manufacturer, product] + (serial.map { [$0] } ?? [])).map(UdevText.safe).joined(separator: "_")
    }

    /// usb_id says everything twice: as `ID_` and as `ID_USB_`.
    private func usbIdentity(kind: String?) -> [Property] {
        var facts = [
            ("MODEL", UdevText.safe(product)), ("MODEL_ENC", UdevText.encoded(product)),
            ("MODEL_ID", Hex.lower(productID, 4)), ("SERIAL", serialName),
        ]
        if let serial { facts.append(("SERIAL_SHORT", UdevText.safe(serial))) }
        facts += [
            ("VENDOR", UdevText.safe(manufacturer)), ("VENDOR_ENC", UdevText.encoded(manufacturer)),
            ("VENDOR_ID", Hex.lower(vendorID, 4)), ("REVISION", Hex.lower(chip.bcdDevice, 4)),
        ]
        if let kind { facts.append(("TYPE", kind)) }
        return [Property("ID_BUS", "usb")] + facts.map { Property("ID_\($0)", $1) }
            + facts.map { Property("ID_USB_\($0)", $1) }
    }

    /// What the hardware database that udev ships says of FTDI's own ids; the newer products are not in it.
    private var database: [Property] {
        guard vendorID == 0x0403 else { return [] }
        let vendor = Property("ID_VENDOR_FROM_DATABASE", "Future Technology Devices International, Ltd")
        return [vendor] + (Self.databaseNames[productID].map { [Property("ID_MODEL_FROM_DATABASE", $0)] } ?? [])
    }
    private static let databaseNames: [UInt16: String] = [
        0x6001: "FT232 Serial (UART) IC", 0x6010: "FT2232C/D/H Dual UART/FIFO IC",
        0x6011: "FT4232H Quad HS USB-UART/FIFO IC", 0x6014: "FT232H Single HS USB-UART/FIFO IC",
        0x6015: "Bridge(I2C/SPI/UART/FIFO)",
    ]
}
