/// How what a channel has said ends: whether a line is cut between its CR and its LF.
struct SaidEnding: Sendable, Hashable {
    /// When the CR came that was last; nil where something else was.
    private(set) var cutAt: Duration?
    /// Whether any line of the channel has ended with CRLF.
    private var hasLineFeeds = false
    private var last: UInt8?

    mutating func take(_ bytes: [UInt8], at time: Duration) {
        for byte in bytes {
            if byte == 0x0A, last == 0x0D { hasLineFeeds = true }
            last = byte
        }
        cutAt = last == 0x0D ? time : nil
    }

    var lacksLineFeed: Bool { hasLineFeeds && cutAt != nil }
}
