import RigModel

extension FTDIChip {
    /// `bcdDevice`, by which the kernel's driver tells the chips apart.
    var release: UInt16 {
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

    /// Megabits a second on the bus.
    var busSpeed: Int {
        switch self {
        case .ft232am, .ft232bm, .ft2232c, .ft232r, .ftx: 12
        default: 480
        }
    }
}
