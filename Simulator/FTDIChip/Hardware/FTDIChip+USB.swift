public import RigModel

extension FTDIChip {
    /// Of its bulk endpoints, in bytes.
    public var packetSize: Int { isHighSpeed ? 512 : 64 }

    /// How many bytes it takes from the host before they have left on the line.
    public var transmitBuffer: Int { isHighSpeed ? 2048 : 256 }
}
