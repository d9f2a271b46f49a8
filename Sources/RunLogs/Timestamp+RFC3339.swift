internal import RigModel

extension Timestamp {
    /// Reads what `CivilTime.rfc3339` writes: `2026-09-01T14:30:05.123+02:00`.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 29, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "."),
            bytes[23] == UInt8(ascii: "+") || bytes[23] == UInt8(ascii: "-")
        else { return nil }
        func number(_ range: Range<Int>) -> Int64? { Int64(String(decoding: bytes[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), let millisecond = number(20..<23),
            let zoneHour = number(24..<26), let zoneMinute = number(27..<29), (1...12).contains(month)
        else { return nil }
        // Civil date to days: Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let offset = (zoneHour * 60 + zoneMinute) * (bytes[23] == UInt8(ascii: "-") ? -60 : 60)
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - offset
        // A file may have been edited: what is not within the years that 64 bits count is no time.
        let (whole, isTooFar) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isBeyond) = whole.addingReportingOverflow(millisecond * 1_000_000)
        guard !isTooFar, !isBeyond else { return nil }
        self.init(nanoseconds: sum)
    }
}
