internal import RigModel

extension Timestamp {
    /// Reads `2026-09-01T14:30:05.123+02:00`, with or without a fraction, and with `Z` for UTC; nil for anything else.
    init?(rfc3339 text: String) {
        var rest = Substring(text)
        func number(_ digits: Int, in range: ClosedRange<Int>) -> Int? {
            let part = rest.prefix(digits)
            guard part.count == digits, part.allSatisfy(\.isASCIIDigit), let value = Int(part), range.contains(value)
            else { return nil }
            rest = rest.dropFirst(digits)
            return value
        }
        func skip(_ accepted: Set<Character>) -> Character? {
            guard let first = rest.first, accepted.contains(first) else { return nil }
            rest = rest.dropFirst()
            return first
        }
        guard let year = number(4, in: 1...9_999), skip(["-"]) != nil, let month = number(2, in: 1...12),
            skip(["-"]) != nil, let day = number(2, in: 1...31), skip(["T", "t", " "]) != nil,
            let hour = number(2, in: 0...23), skip([":"]) != nil, let minute = number(2, in: 0...59),
            skip([":"]) != nil, let second = number(2, in: 0...60)
        else { return nil }
        var nanoseconds: Int64 = 0
        if skip(["."]) != nil {
            let fraction = rest.prefix(while: \.isASCIIDigit)
            guard (1...9).contains(fraction.count), let value = Int64(fraction) else { return nil }
            nanoseconds = (fraction.count..<9).reduce(value) { value, _ in value * 10 }
            rest = rest.dropFirst(fraction.count)
        }
        var offset = 0
        switch skip(["Z", "z", "+", "-"]) {
        case "Z", "z": break
        case let sign? where sign == "+" || sign == "-":
            guard let hours = number(2, in: 0...23), skip([":"]) != nil, let minutes = number(2, in: 0...59) else {
                return nil
            }
            offset = (hours * 60 + minutes) * (sign == "-" ? -60 : 60)
        default: return nil
        }
        guard rest.isEmpty, day <= Self.days(inMonth: month, of: year) else { return nil }
        let seconds = Self.daysSince1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        let (product, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        // The last second that 64 bits count, in 2262, is not a whole one.
        let (sum, isBeyond) = product.addingReportingOverflow(nanoseconds)
        guard !overflow, !isBeyond else { return nil }
        self.init(nanoseconds: sum)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        let leap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return switch month {
        case 2: leap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil, for years after 0.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
