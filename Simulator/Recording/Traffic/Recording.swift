public import BoardModel
public import RigModel

/// What passed all lines of a board: enough to make a script of it.
public struct Recording: Sendable, Hashable {
    /// The script's name.
    public var board: String
    public var usb: USBIdentity
    /// No two have a channel in common.
    public var units: [RecordedUnit]
    /// What the recording is known not to have, one sentence each.
    public var doubts: [String]

    public init(board: String, usb: USBIdentity, units: [RecordedUnit], doubts: [String] = []) {
        self.doubts = doubts
        self.board = board
        self.usb = usb
        self.units = units
    }

    /// The smallest of FTDI's usual chips that has a channel.
    public static func productID(having channel: Channel) -> UInt16 {
        switch channel {
        case .a: 0x6001
        case .b: 0x6010
        case .c, .d: 0x6011
        }
    }
}
