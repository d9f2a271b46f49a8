internal import StrictYAML

/// Durations as a regular expression that ends where ``Swift/Duration/longestWritten`` does: a schema cannot count.
enum DurationPattern {
    /// Without `^` and `$`.
    static let body: String = {
        let longest = Int(Duration.longestWritten.components.seconds)
        let units = [("ms", longest * 1_000), ("s", longest), ("m", longest / 60), ("h", longest / 3_600)]
        return (units + [("d", longest / 86_400)]).map { "\(number(upTo: $0.1))\($0.0)" }.joined(separator: "|")
    }()

    /// Numbers from 0 to `most`, of two digits or more, with or without a fraction.
    private static func number(upTo most: Int) -> String {
        let digits = String(most).compactMap(\.wholeNumberValue)
        var below = ["[0-9]{1,\(digits.count - 1)}"]
        for (index, digit) in digits.enumerated() {
            let lowest = index == 0 ? 1 : 0
            guard digit > lowest else { continue }
            let head = digits[..<index].map(String.init).joined()
            below.append("\(head)[\(lowest)-\(digit - 1)][0-9]{\(digits.count - index - 1)}")
        }
        return "0*((\(below.joined(separator: "|")))(\\.[0-9]+)?|\(most)(\\.0+)?)"
    }
}
