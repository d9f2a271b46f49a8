public import RigModel

/// What a board's chip says of itself on USB.
public struct USBIdentity: Sendable, Hashable {
    public let vendorID: UInt16
    public let productID: UInt16
    public let product: String
    public let manufacturer: String
    public let chip: FTDIChip

    public init(
        vendorID: UInt16 = 0x0403, productID: UInt16, product: String, manufacturer: String = "FTDI", chip: FTDIChip
    ) {
        self.vendorID = vendorID
        self.productID = productID
        self.product = product
        self.manufacturer = manufacturer
        self.chip = chip
    }

    /// The chip that leaves FTDI's works with this product id; nil for an id of somebody else's EEPROM.
    public static func chip(productID: UInt16) -> FTDIChip? {
        switch productID {
        case 0x6001: .ft232r
        case 0x6010: .ft2232h
        case 0x6011: .ft4232h
        case 0x6014: .ft232h
        case 0x6015: .ftx
        case 0x6040: .ft2233hp
        case 0x6041: .ft4233hp
        case 0x6042: .ft2232hp
        case 0x6043: .ft4232hp
        case 0x6044: .ft233hp
        case 0x6045: .ft232hp
        case 0x6048: .ft4232ha
        default: nil
        }
    }
}
