/// Listens until the line is quiet, and keeps what it hears.
struct Leftovers: Conversation {
    private let quiet: Duration
    private let limit: Int
    private var quietAt: Instant
    private(set) var bytes: [UInt8] = []

    /// Keeps at most `limit` bytes, and is finished when none came for `quiet`.
    init(quietFor quiet: Duration, limit: Int, from now: Instant) {
        self.quiet = quiet
        self.limit = limit
        quietAt = now.advanced(by: quiet)
    }

    mutating func received(_ new: ArraySlice<UInt8>, at instant: Instant) -> Bool {
        bytes.append(contentsOf: new.prefix(max(0, limit - bytes.count)))
        quietAt = instant.advanced(by: quiet)
        return false
    }

    var idleDeadline: Instant? { quietAt }

    mutating func idle(at instant: Instant) -> Bool { true }
}
