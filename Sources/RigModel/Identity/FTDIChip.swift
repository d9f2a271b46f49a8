/// The models of FTDI chip that the kernel's `ftdi_sio` drives, told apart by `bcdDevice`.
///
/// The product id is in an EEPROM that a vendor may change; the driver itself chooses by `bcdDevice`
/// (linux/drivers/usb/serial/ftdi_sio.c, `ftdi_determine_type`).
public enum FTDIChip: String, Sendable, Hashable, CaseIterable, Codable {
    case ft232am = "FT232AM", ft232bm = "FT232BM", ft2232c = "FT2232C", ft232r = "FT232R", ft2232h = "FT2232H"
    case ft4232h = "FT4232H", ft232h = "FT232H", ftx = "FT-X", ft2233hp = "FT2233HP", ft4233hp = "FT4233HP"
    case ft2232hp = "FT2232HP", ft4232hp = "FT4232HP", ft233hp = "FT233HP", ft232hp = "FT232HP", ft4232ha = "FT4232HA"

    private typealias Traits = (bcdDevice: UInt16, channels: Int, isHighSpeed: Bool)

    /// All that the project knows of each chip, here and nowhere else.
    private var traits: Traits {
        switch self {
        case .ft232am: (0x0200, 1, false)
        case .ft232bm: (0x0400, 1, false)
        case .ft2232c: (0x0500, 2, false)
        case .ft232r: (0x0600, 1, false)
        case .ft2232h: (0x0700, 2, true)
        case .ft4232h: (0x0800, 4, true)
        case .ft232h: (0x0900, 1, true)
        case .ftx: (0x1000, 1, false)
        case .ft2233hp: (0x2800, 2, true)
        case .ft4233hp: (0x2900, 4, true)
        case .ft2232hp: (0x3000, 2, true)
        case .ft4232hp: (0x3100, 4, true)
        case .ft233hp: (0x3200, 1, true)
        case .ft232hp: (0x3300, 1, true)
        case .ft4232ha: (0x3600, 4, true)
        }
    }

    /// The chip of a device descriptor's `bcdDevice` (0x0800 for an FT4232H); nil for a value that is not in the table.
    public init?(bcdDevice: UInt16) {
        guard let chip = Self.allCases.first(where: { $0.bcdDevice == bcdDevice }) else { return nil }
        self = chip
    }

    /// By which the kernel's driver tells the chips apart.
    public var bcdDevice: UInt16 { traits.bcdDevice }
    /// How many channels, and so ports, the chip has.
    public var channelCount: Int { traits.channels }
    /// Whether it talks USB at 480 Mbit/s, or at 12.
    public var isHighSpeed: Bool { traits.isHighSpeed }
}
