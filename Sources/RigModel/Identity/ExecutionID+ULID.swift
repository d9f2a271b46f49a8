extension ExecutionID {
    /// Makes an id from the time of asking and 80 random bits: 48 bits of milliseconds, then the randomness, in
    /// Crockford's base 32 (github.com/ulid/spec).
    public init(at time: Timestamp, using generator: inout some RandomNumberGenerator) {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(26)
        let milliseconds = UInt64(max(0, time.nanoseconds / 1_000_000))
        for shift in stride(from: 45, through: 0, by: -5) {
            text.append(alphabet[Int(milliseconds >> UInt64(shift)) & 31])
        }
        for _ in 0..<2 {
            let bits = generator.next() as UInt64
            for shift in stride(from: 35, through: 0, by: -5) {
                text.append(alphabet[Int(truncatingIfNeeded: bits >> UInt64(shift)) & 31])
            }
        }
        self.init(rawValue: String(decoding: text, as: UTF8.self))
    }

    /// Whether the text has the shape of an id; what does not is refused before it reaches the store.
    public var isWellFormed: Bool {
        rawValue.utf8.count == 26
            && rawValue.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            }
    }
}
