/// What the host asks of a device.
public enum USBRequest: Sendable, Hashable {
    /// `data` is what the host sends along; empty where it asks for some.
    case control(id: UInt64, SetupPacket, data: [UInt8])
    /// Up to `length` bytes, please.
    case read(id: UInt64, endpoint: UInt8, length: Int)
    case write(id: UInt64, endpoint: UInt8, [UInt8])
    /// The host does not want the answer to that request any more.
    case cancel(id: UInt64)
    /// The host has reset the bus: nothing that it asked for is answered any more.
    case reset
}
