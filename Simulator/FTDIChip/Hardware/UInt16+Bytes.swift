extension UInt16 {
    /// As USB sends it.
    var littleEndianBytes: [UInt8] { [UInt8(self & 0xff), UInt8(self >> 8)] }
}
