/// Numbers with their units, from text.
enum Quantity {
    static func integer(_ text: String) -> Int? {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        return Int(text)
    }

    static func decimal(_ text: String) -> Double? {
        // `Double` also reads hexadecimal, "inf" and "nan".
        let allowed = text.utf8.allSatisfy { byte in isDigit(byte) || "+-.eE".utf8.contains(byte) }
        guard allowed, let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// nil also for what is longer than ``Duration/longestWritten``.
    static func duration(_ text: String) -> Duration? {
        guard let seconds = seconds(text), seconds <= Double(Duration.longestWritten.components.seconds) else {
            return nil
        }
        // Milliseconds as a whole number keep 0.1 s exact.
        let milliseconds = (seconds * 1000).rounded()
        return abs(milliseconds - seconds * 1000) < 1e-6
            ? .milliseconds(Int64(milliseconds)) : .nanoseconds(Int64((seconds * 1e9).rounded()))
    }

    /// Whether it is a duration, and one that no file may give.
    static func isTooLong(_ text: String) -> Bool { seconds(text) != nil && duration(text) == nil }

    private static func seconds(_ text: String) -> Double? {
        amount(text, units: ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400])
    }

    static func size(_ text: String) -> Int? {
        let units: [String: Double] = [
            "B": 1, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
            "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
        ]
        guard let bytes = amount(text, units: units), bytes <= 1e18 else { return nil }
        return Int(bytes.rounded())
    }

    static func percentage(_ text: String) -> Double? { amount(text, units: ["%": 0.01]) }

    /// A number that is not negative, directly followed by one of the units.
    private static func amount(_ text: String, units: [String: Double]) -> Double? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let unit = units[String(text[number.endIndex...])], let first = number.utf8.first, isDigit(first),
            let amount = Double(number)
        else { return nil }
        return amount * unit
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension Duration {
    /// The longest that a file may give, `365d`: what is longer is a slip, and would overflow clocks.
    public static let longestWritten = Duration.seconds(365 * 86_400)

    /// A duration as files write it: `500ms`, `3s`, `2m`, `1h`, `30d`, up to ``longestWritten``; nil for anything else.
    public init?(written text: String) {
        guard let duration = Quantity.duration(text) else { return nil }
        self = duration
    }
}
