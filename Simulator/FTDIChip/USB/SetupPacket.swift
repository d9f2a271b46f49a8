/// The eight bytes that begin a control transfer (USB 2.0, 9.3).
public struct SetupPacket: Sendable, Hashable {
    /// `bmRequestType`: direction, kind and recipient.
    public var type: UInt8
    /// `bRequest`.
    public var request: UInt8
    public var value: UInt16
    public var index: UInt16
    public var length: UInt16

    public init(type: UInt8, request: UInt8, value: UInt16, index: UInt16, length: UInt16) {
        self.type = type
        self.request = request
        self.value = value
        self.index = index
        self.length = length
    }

    /// Whether the device answers with data.
    public var isInput: Bool { type & 0x80 != 0 }
    var isVendor: Bool { type & 0x60 == 0x40 }
    var isStandard: Bool { type & 0x60 == 0 }
}
