/// The models of FTDI chip that the kernel's `ftdi_sio` drives, told apart by `bcdDevice`.
///
/// The product id is in an EEPROM that a vendor may change; the driver itself chooses by `bcdDevice`
/// (linux/drivers/usb/serial/ftdi_sio.c, `ftdi_determine_type`).
public enum FTDIChip: String, Sendable, Hashable, CaseIterable, Codable {
    case ft232am = "FT232AM", ft232bm = "FT232BM", ft2232c = "FT2232C", ft232r = "FT232R", ft2232h = "FT2232H"
    case ft4232h = "FT4232H", ft232h = "FT232H", ftx = "FT-X", ft2233hp = "FT2233HP", ft4233hp = "FT4233HP"
    case ft2232hp = "FT2232HP", ft4232hp = "FT4232HP", ft233hp = "FT233HP", ft232hp = "FT232HP", ft4232ha = "FT4232HA"

    /// The chip of a device descriptor's `bcdDevice` (0x0800 for an FT4232H); nil for a value that is not in the table.
    public init?(bcdDevice: UInt16) {
        switch bcdDevice {
        case 0x0200: self = .ft232am
        case 0x0400: self = .ft232bm
        case 0x0500: self = .ft2232c
        case 0x0600: self = .ft232r
        case 0x0700: self = .ft2232h
        case 0x0800: self = .ft4232h
        case 0x0900: self = .ft232h
        case 0x1000: self = .ftx
        case 0x2800: self = .ft2233hp
        case 0x2900: self = .ft4233hp
        case 0x3000: self = .ft2232hp
        case 0x3100: self = .ft4232hp
        case 0x3200: self = .ft233hp
        case 0x3300: self = .ft232hp
        case 0x3600: self = .ft4232ha
        default: return nil
        }
    }

    /// How many channels, and so ports, the chip has.
    public var channelCount: Int {
        switch self {
        case .ft4232h, .ft4233hp, .ft4232hp, .ft4232ha: 4
        case .ft2232c, .ft2232h, .ft2233hp, .ft2232hp: 2
        default: 1
        }
    }
}
