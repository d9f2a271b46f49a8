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
    /// Its interfaces stand in reverse order in its descriptors, so that a kernel, which names them as they come, gives the
    /// first tty to the last channel.
    public let swaps: Bool

    public init(
        chip: FTDIChip, vendorID: UInt16 = 0x0403, productID: UInt16, manufacturer: String = "FTDI", product: String,
        serial: String?, swaps: Bool = false
    ) {
        self.chip = chip
        self.vendorID = vendorID
        self.productID = productID
        self.manufacturer = manufacturer
        self.product = product
        self.serial = serial
        self.swaps = swaps
    }

    /// Every channel of the chip.
    public var channels: [Channel] { Array(Channel.allCases.prefix(chip.channelCount)) }
    /// The channels as its descriptors name their interfaces.
    var interfaces: [Channel] { swaps ? channels.reversed() : channels }
}
