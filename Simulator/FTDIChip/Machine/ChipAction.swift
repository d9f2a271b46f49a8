public import RigModel

/// What a chip wants done in the world outside.
public enum ChipAction: Sendable, Hashable {
    /// For the host.
    case complete(USBCompletion)
    /// Bytes have passed the line to the board.
    case received(Channel, [UInt8])
    /// Somebody has opened the port: from here on the host reads.
    case opened(Channel)
    case closed(Channel)
    /// The driver has set something of the channel.
    case changed(Channel, ChannelSettings)
}
