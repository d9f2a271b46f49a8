public import RigModel

extension FTDIChip {
    /// `bcdDevice`, by which the kernel's driver tells the chips apart.
    public var bcdDevice: UInt16 {
        switch self {
        case .ft232am: 0x0200
        case .ft232bm: 0x0400
        case .ft2232c: 0x0500
        case .ft232r: 0x0600
        case .ft2232h: 0x0700
        case .ft4232h: 0x0800
        case .ft232h: 0x0900
        case .ftx: 0x1000
        case .ft2233hp: 0x2800
        case .ft4233hp: 0x2900
        case .ft2232hp: 0x3000
        case .ft4232hp: 0x3100
        case .ft233hp: 0x3200
        case .ft232hp: 0x3300
        case .ft4232ha: 0x3600
        }
    }

    /// Whether it talks USB at 480 Mbit/s, or at 12.
    public var isHighSpeed: Bool {
        switch self {
        case .ft232am, .ft232bm, .ft2232c, .ft232r, .ftx: false
        default: true
        }
    }

    /// Of its bulk endpoints, in bytes.
    public var packetSize: Int { isHighSpeed ? 512 : 64 }

    /// How many bytes it takes from the host before they have left on the line.
    public var transmitBuffer: Int { isHighSpeed ? 2048 : 256 }
}
