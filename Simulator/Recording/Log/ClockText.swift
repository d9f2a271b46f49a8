internal import FoundationEssentials

/// Times of the wall clock as logs write them.
enum ClockText {
    /// Milliseconds since 1970 of `2026-09-01T14:30:05.123+02:00`; nil where it is no such time.
    static func milliseconds(_ text: String) -> Int64? {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = try? style.parse(text) else { return nil }
        return Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}
