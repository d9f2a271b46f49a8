public import RigModel

/// The facts of one tty that hangs on a USB device, as the kernel and udev tell them. No judgement yet: see ``PortRegistry``.
public struct TTYDevice: Sendable, Hashable {
    /// Where sysfs has it, below `/sys`; unique among what is plugged in at one time.
    public var syspath: String
    /// `/dev/ttyUSB3`: the lowest free number at the time of the plug.
    public var devnode: String
    /// USB vendor and product id, four lower-case hex digits each.
    public var vendorID: String
    public var productID: String
    /// As udev writes it (blanks as underscores); nil where the EEPROM has none.
    public var serial: String?
    /// The EEPROM's strings, as they are; empty where there is none.
    public var product: String
    public var manufacturer: String
    /// The device's release, by which the chip is known; nil where nobody told.
    public var bcdDevice: UInt16?
    /// Bus and hub ports: `1-2.4`.
    public var usbPath: String
    /// `bInterfaceNumber`.
    public var interface: UInt8
    /// Counts the ttys of one interface, from 0. Always 0 on an FTDI chip; other adapters have several on one interface.
    public var portNumber: UInt8
    /// The driver of the USB interface: `ftdi_sio`.
    public var driver: String?
    /// The address on the bus, which Linux changes with each plug; nil where the device had gone before it could be read.
    public var usbAddress: Int?

    public init(
        syspath: String, devnode: String, vendorID: String, productID: String, serial: String?, product: String,
        manufacturer: String = "", bcdDevice: UInt16?, usbPath: String, interface: UInt8, portNumber: UInt8 = 0,
        driver: String? = "ftdi_sio", usbAddress: Int? = nil
    ) {
        self.syspath = syspath
        self.devnode = devnode
        self.vendorID = vendorID
        self.productID = productID
        self.serial = serial
        self.product = product
        self.manufacturer = manufacturer
        self.bcdDevice = bcdDevice
        self.usbPath = usbPath
        self.interface = interface
        self.portNumber = portNumber
        self.driver = driver
        self.usbAddress = usbAddress
    }

    /// Which channel of its board it is; nil past D.
    public var channel: Channel? { Channel(interface: slot) }

    /// Its place on the adapter. Adapters with one interface for all ports count by port number, the others by interface.
    var slot: UInt8 { interface &+ portNumber }

    /// Whether both are of one adapter in one plug, as far as can be told.
    func isOnSamePlug(as other: TTYDevice) -> Bool {
        guard usbPath == other.usbPath, vendorID == other.vendorID, productID == other.productID,
            serial == other.serial
        else { return false }
        guard let usbAddress, let theirs = other.usbAddress else { return true }
        return usbAddress == theirs
    }
}
