/// Cuts what a caller of the control socket sends into requests: a line each, and the last one also by the end of what
/// is sent.
struct RequestLines: Sendable {
    enum Line: Sendable, Hashable {
        /// Without its end.
        case request([UInt8])
        /// Nothing that follows can be told from it.
        case tooLong
    }
    /// No request is longer, in bytes without its end of line.
    static let longest = 65_536

    private var pending: [UInt8] = []
    private var hasEnded = false

    /// - Parameter bytes: empty at the end of what is sent.
    mutating func take(_ bytes: [UInt8]) {
        pending += bytes
        hasEnded = hasEnded || bytes.isEmpty
    }

    /// The next line that is whole; nil where more has to come, or nothing more does.
    mutating func next() -> Line? {
        let end = pending.firstIndex(of: UInt8(ascii: "\n")) ?? pending.endIndex
        guard end <= Self.longest else { return .tooLong }
        guard end < pending.endIndex || hasEnded && !pending.isEmpty else { return nil }
        let line = Array(pending[..<end])
        pending.removeFirst(min(end + 1, pending.count))
        return .request(line)
    }
}
