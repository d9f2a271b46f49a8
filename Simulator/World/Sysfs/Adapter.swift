internal import FTDIChip
public import RigModel

/// One FTDI adapter as it is plugged in now.
public struct Adapter: Sendable, Hashable {
    public let address: USBAddress
    /// Its address on the bus.
    public let number: Int
    public let vendorID: UInt16
    public let productID: UInt16
    public let chip: FTDIChip
    public let manufacturer: String
    public let product: String
    /// nil for a blank one.
    public let serial: String?
    /// The n of ttyUSBn, one for each interface in order.
    public let ttys: [Int]

    public init(
        address: USBAddress, number: Int, vendorID: UInt16 = 0x0403, productID: UInt16, chip: FTDIChip,
        manufacturer: String = "FTDI", product: String, serial: String?, ttys: [Int]
    ) {
        self.address = address
        self.number = number
        self.vendorID = vendorID
        self.productID = productID
        self.chip = chip
        self.manufacturer = manufacturer
        self.product = product
        self.serial = serial
        self.ttys = ttys
    }

    var device: USBDevice {
        let descriptors = ChipDescriptors(
            of: ChipIdentity(
                chip: chip, vendorID: vendorID, productID: productID, manufacturer: manufacturer, product: product,
                serial: serial))
        return USBDevice(
            name: "\(address)", devicePath: address.devicePath, bus: address.bus, number: number,
            portPath: address.portPath, speed: chip.isHighSpeed ? 480 : 12,
            descriptor: USBDescriptor(device: descriptors.device, configuration: descriptors.configuration),
            manufacturer: manufacturer, product: product, serial: serial)
    }
    /// Below /sys: `.../1-2.1/1-2.1:1.0`.
    func interfacePath(_ interface: Int) -> String { "\(address.devicePath)/\(device.interfaceName(interface))" }
    /// Below /sys: the usb-serial port.
    func serialPath(_ interface: Int) -> String { "\(interfacePath(interface))/\(ttyName(interface))" }
    /// Below /sys: the tty itself.
    func ttyPath(_ interface: Int) -> String { "\(serialPath(interface))/tty/\(ttyName(interface))" }
    public func ttyName(_ interface: Int) -> String { "ttyUSB\(ttys[interface])" }
}
