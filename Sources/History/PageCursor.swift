internal import RigModel

/// The last run of a page: the next one begins behind it, whatever has been added in front since.
struct PageCursor: Sendable, Hashable, CustomStringConvertible {
    var endedAt: Timestamp
    /// Tells runs apart that ended at the same instant.
    var key: Int64

    init(endedAt: Timestamp, key: Int64) {
        self.endedAt = endedAt
        self.key = key
    }

    init(parsing text: String) throws(InvalidCursor) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let nanoseconds = Int64(parts[0], radix: 36), let key = Int64(parts[1], radix: 36)
        else {
            throw InvalidCursor(text: text)
        }
        self.init(endedAt: Timestamp(nanoseconds: nanoseconds), key: key)
    }

    var description: String { "\(String(endedAt.nanoseconds, radix: 36))-\(String(key, radix: 36))" }
}
