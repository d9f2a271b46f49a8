import ArgumentParser
import Foundation
import RigModel

/// An instant on a command line: `2026-09-01T14:30:00+02:00`, `2026-09-01` (its first moment here), or so long ago: `90s`,
/// `30m`, `8h`, `7d`.
struct TimeArgument: ExpressibleByArgument, Sendable {
    let instant: Timestamp

    init?(argument: String) { self.init(argument, now: Date()) }

    init?(_ text: String, now: Date) {
        let whole = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
        let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let day = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
        let date: Date
        if let period = Period(argument: text) {
            date = now.addingTimeInterval(-Double(period.duration.milliseconds) / 1_000)
        } else if let read = (try? whole.parse(text)) ?? (try? fraction.parse(text)) {
            date = read
        } else if text.count == 10, let read = try? day.parse(text) {
            date = read
        } else {
            return nil
        }
        instant = Timestamp(nanoseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded()) * 1_000_000)
    }

    /// As the API takes it.
    var rfc3339: String { StationZone.utc.rfc3339(instant) }
}
