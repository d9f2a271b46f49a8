/// Austin Appleby's MurmurHash2 with seed 0, by which libudev's socket filter compares subsystems and tags.
enum MurmurHash2 {
    static func hash(_ text: String) -> UInt32 {
        let bytes = Array(text.utf8)
        let m: UInt32 = 0x5bd1_e995
        var h = UInt32(truncatingIfNeeded: bytes.count)
        var index = 0
        while bytes.count - index >= 4 {
            var k = UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8
            k |= UInt32(bytes[index + 2]) << 16 | UInt32(bytes[index + 3]) << 24
            k &*= m
            k ^= k >> 24
            k &*= m
            h &*= m
            h ^= k
            index += 4
        }
        if index < bytes.count {
            for (shift, byte) in bytes[index...].enumerated() { h ^= UInt32(byte) << UInt32(8 * shift) }
            h &*= m
        }
        h ^= h >> 13
        h &*= m
        h ^= h >> 15
        return h
    }
}
