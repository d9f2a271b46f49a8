/// The hub inside a host controller: where a USB bus begins.
struct RootHub: Sendable, Hashable {
    let bus: Int
    /// The controller that every world has, as PCI names it.
    static let pciSlot = "0000:00:14.0"
    static let controllerPath = "devices/pci0000:00/\(pciSlot)"

    /// Below /sys.
    var devicePath: String { "\(Self.controllerPath)/usb\(bus)" }
    var device: USBDevice {
        USBDevice(
            name: "usb\(bus)", devicePath: devicePath, bus: bus, number: 1, portPath: "0", speed: 480,
            descriptor: .hub(
                vendor: 0x1d6b, product: 0x0002, release: 0x0606, serialString: 3, packet: 4, milliamperes: 0),
            manufacturer: "Linux 6.6.0 xhci-hcd", product: "xHCI Host Controller", serial: Self.pciSlot)
    }
}
