public import RigModel

/// What a chip says of itself on USB.
public struct ChipIdentity: Sendable, Hashable {
    public let chip: FTDIChip
    public let vendorID: UInt16
    public let productID: UInt16
    public let manufacturer: String
    public let product: String
    /// nil for a chip without a serial number.
    public let serial: String?

    public init(
        chip: FTDIChip, vendorID: UInt16 = 0x0403, productID: UInt16, manufacturer: String = "FTDI", product: String,
        serial: String?
    ) {
        self.chip = chip
        self.vendorID = vendorID
        self.productID = productID
        self.manufacturer = manufacturer
        self.product = product
        self.serial = serial
    }

    /// Every channel of the chip.
    public var channels: [Channel] { Array(Channel.allCases.prefix(chip.channelCount)) }
}
