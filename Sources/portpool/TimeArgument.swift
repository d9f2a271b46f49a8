import ArgumentParser
import Foundation
import RigModel

/// An instant on a command line: `2026-09-01T14:30:00+02:00`, `2026-09-01` (its first moment here), or so long ago: `90s`,
/// `30m`, `8h`, `7d`.
struct TimeArgument: Sendable {
    /// How help tells of the forms.
    static let forms = "2026-09-01T14:30:00+02:00, 2026-09-01, or 7d, 8h, 30m ago"

    /// Seconds since 1970. No run is older, and none that ends later than 2199 is meant: nanoseconds in 64 bits end in
    /// 2262.
    private static let range = 0..<7_258_118_400.0

    let instant: Timestamp

    /// - Throws: `ValidationError` where the text is no time, or one at which no run can have ended.
    init(_ text: String) throws { try self.init(text, now: Date()) }

    init(_ text: String, now: Date) throws(ValidationError) {
        guard let date = Self.date(text, now: now) else {
            throw ValidationError("it is no time; write \(Self.forms)")
        }
        let seconds = date.timeIntervalSince1970
        guard Self.range.contains(seconds) else {
            throw ValidationError("it is not within the years 1970 to 2199, in which runs end")
        }
        instant = Timestamp(nanoseconds: Int64((seconds * 1_000).rounded()) * 1_000_000)
    }

    private static func date(_ text: String, now: Date) -> Date? {
        let whole = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
        let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let day = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
        if let period = Period(argument: text) {
            return now.addingTimeInterval(-Double(period.duration.milliseconds) / 1_000)
        }
        if let read = (try? whole.parse(text)) ?? (try? fraction.parse(text)) { return read }
        return text.count == 10 ? try? day.parse(text) : nil
    }

    /// As the API takes it.
    var rfc3339: String { StationZone.utc.rfc3339(instant) }
}
