/// A port that is plugged in now, as discovery sees it.
public struct DiscoveredPort: Sendable, Hashable {
    public let id: PortID
    public let board: BoardID
    public let channel: Channel
    /// USB vendor and product id, four lower-case hex digits each.
    public let vendorID: String
    public let productID: String
    /// nil where the chip's EEPROM has none.
    public let serial: String?
    /// The EEPROM's product string, the key that plans match; empty where there is none.
    public let product: String
    /// nil where `bcdDevice` is of no chip in the table.
    public let chip: FTDIChip?
    /// Where the line is opened now: `/dev/ttyUSB3`. Another after each plug; never an identity.
    public let devicePath: String
    /// The socket: bus and hub path (`1-2.4`).
    public let usbPath: String
    /// Counts the appearances of this port since the service began; the first is 1.
    public let incarnation: Int
    /// Why the board is known by its socket and not by its serial number; nil where it is known by its serial number.
    public let degraded: String?

    public init(
        id: PortID, board: BoardID, channel: Channel, vendorID: String, productID: String, serial: String?,
        product: String, chip: FTDIChip?, devicePath: String, usbPath: String, incarnation: Int, degraded: String?
    ) {
        self.id = id
        self.board = board
        self.channel = channel
        self.vendorID = vendorID
        self.productID = productID
        self.serial = serial
        self.product = product
        self.chip = chip
        self.devicePath = devicePath
        self.usbPath = usbPath
        self.incarnation = incarnation
        self.degraded = degraded
    }
}
