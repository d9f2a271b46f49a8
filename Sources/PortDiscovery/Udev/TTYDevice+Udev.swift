extension TTYDevice {
    /// Reads a tty's facts: its properties first, then sysfs, of which parts may be gone already.
    ///
    /// - Returns: nil for a tty that is not on the USB, or so long gone that not even its maker is known.
    init?(_ tty: UdevDevice, in udev: borrowing UdevContext) {
        guard let syspath = tty.syspath, let location = USBLocation(syspath: syspath),
            let devnode = tty.devnode ?? tty.name.map({ "/dev/\($0)" })
        else { return nil }
        // After a quick re-plug the socket may hold another adapter already, whose strings must not be taken for this one's.
        let usb = udev.device(at: location.devicePath).flatMap { Self.agree(tty, $0) ? $0 : nil }
        let interface = usb == nil ? nil : udev.device(at: location.interfacePath)
        let port = usb == nil ? nil : location.portPath.flatMap { udev.device(at: $0) }

        guard let vendorID = tty.property("ID_VENDOR_ID") ?? usb?.attribute("idVendor"),
            let productID = tty.property("ID_MODEL_ID") ?? usb?.attribute("idProduct")
        else { return nil }
        let release = tty.property("ID_REVISION") ?? usb?.attribute("bcdDevice")
        self.init(
            syspath: syspath, devnode: devnode, vendorID: vendorID.lowercased(), productID: productID.lowercased(),
            serial: tty.property("ID_SERIAL_SHORT") ?? usb?.attribute("serial").flatMap(UdevText.serial),
            // ID_MODEL has its blanks replaced; plans are written against what the EEPROM says.
            product: usb?.attribute("product") ?? tty.property("ID_MODEL_ENC").map(UdevText.decoded)
                ?? tty.property("ID_MODEL") ?? "",
            manufacturer: usb?.attribute("manufacturer") ?? tty.property("ID_VENDOR_ENC").map(UdevText.decoded)
                ?? tty.property("ID_VENDOR") ?? "",
            bcdDevice: release.flatMap { UInt16($0, radix: 16) }, usbPath: location.usbPath,
            interface: location.interface, portNumber: port?.attribute("port_number").flatMap { UInt8($0) } ?? 0,
            driver: tty.property("ID_USB_DRIVER") ?? interface?.driver,
            usbAddress: usb?.attribute("devnum").flatMap { Int($0) })
    }

    /// Whether sysfs still shows the device that the properties tell of.
    private static func agree(_ tty: UdevDevice, _ usb: UdevDevice) -> Bool {
        func same(_ told: String?, _ shown: String?) -> Bool {
            guard let told, let shown else { return true }
            return told.lowercased() == shown.lowercased()
        }
        return same(tty.property("ID_VENDOR_ID"), usb.attribute("idVendor"))
            && same(tty.property("ID_MODEL_ID"), usb.attribute("idProduct"))
            && same(tty.property("ID_SERIAL_SHORT"), usb.attribute("serial").flatMap(UdevText.serial))
    }
}
