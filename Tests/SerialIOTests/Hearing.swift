import SerialIO

/// Hears bytes until a line feed, or a number of them, and keeps them with the times.
struct Hearing: Conversation {
    var enough: Int?
    var idleAfter: Duration?
    private(set) var heard: [UInt8] = []
    private(set) var pieces = 0
    private(set) var told: [UInt8] = []
    private(set) var quietAt: Instant?

    /// Until a line feed, unless `enough` or `idleAfter` say otherwise.
    init(enough: Int? = nil, idleAfter: Duration? = nil) {
        self.enough = enough
        self.idleAfter = idleAfter
    }

    var text: String { String(decoding: heard, as: UTF8.self) }

    mutating func sent(_ bytes: [UInt8], at instant: Instant) {
        told = bytes
    }

    mutating func received(_ bytes: ArraySlice<UInt8>, at instant: Instant) -> Bool {
        heard += bytes
        pieces += 1
        if let idleAfter {
            quietAt = instant.advanced(by: idleAfter)
            return false
        }
        if let enough { return heard.count >= enough }
        return bytes.contains(UInt8(ascii: "\n"))
    }

    var idleDeadline: Instant? { quietAt }

    mutating func idle(at instant: Instant) -> Bool { true }
}
