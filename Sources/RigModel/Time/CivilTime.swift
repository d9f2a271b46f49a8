/// The calendar and clock reading of an instant at a known offset from UTC (proleptic Gregorian).
public struct CivilTime: Sendable, Hashable {
    public let year: Int, month: Int, day: Int
    public let hour: Int, minute: Int, second: Int
    /// Within the second.
    public let nanosecond: Int
    /// Seconds east of UTC.
    public let offset: Int

    public init(_ time: Timestamp, offset: Int) {
        let local = time.nanoseconds + Int64(offset) * 1_000_000_000
        let (seconds, nanosecond) = local.floorDivided(by: 1_000_000_000)
        let (days, secondOfDay) = seconds.floorDivided(by: 86_400)
        // Days to civil date: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.floorDivided(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * monthIndex + 2) / 5 + 1)
        month = Int(monthIndex < 10 ? monthIndex + 3 : monthIndex - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        hour = Int(secondOfDay / 3_600)
        minute = Int(secondOfDay / 60 % 60)
        second = Int(secondOfDay % 60)
        self.nanosecond = Int(nanosecond)
        self.offset = offset
    }

    /// `2026-09-01`.
    public var date: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }
    /// `14h30`, as log files are named.
    public var hourAndMinute: String { "\(hour.padded(2))h\(minute.padded(2))" }
    /// RFC 3339 with milliseconds and offset: `2026-09-01T14:30:05.123+02:00`.
    public var rfc3339: String {
        let zone = abs(offset) / 60
        return "\(date)T\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2)).\((nanosecond / 1_000_000).padded(3))"
            + "\(offset < 0 ? "-" : "+")\((zone / 60).padded(2)):\((zone % 60).padded(2))"
    }
}

/// The station's time zone: what offset held at an instant. The lookup is passed in, so that this module does no I/O.
public struct StationZone: Sendable {
    /// IANA name, `Europe/Warsaw`.
    public let name: String
    private let lookUp: @Sendable (Timestamp) -> Int
    /// - Parameter offset: seconds east of UTC at an instant.
    public init(name: String, offset: @escaping @Sendable (Timestamp) -> Int) {
        self.name = name
        lookUp = offset
    }
    public func civil(_ time: Timestamp) -> CivilTime { CivilTime(time, offset: lookUp(time)) }
    public func rfc3339(_ time: Timestamp) -> String { civil(time).rfc3339 }
    public static let utc = StationZone(name: "UTC") { _ in 0 }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension Int {
    /// Decimal digits with zeros in front up to `width`.
    func padded(_ width: Int) -> String {
        let digits = String(abs(self))
        return (self < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
