/// The part of `${volts:%.2f}` behind the colon: `%[-][0][width][.precision]` and one of `d x X f s`.
///
/// Written here rather than taken from C, whose `printf` would trust the script with the stack.
struct ValueFormat: Sendable, Hashable {
    enum Conversion: Character, Sendable { case decimal = "d", hex = "x", upperHex = "X", fixed = "f", text = "s" }
    var left = false
    var zeros = false
    var width = 0
    var precision: Int?
    var conversion: Conversion

    /// nil where it is no such format, or wider than 64.
    init?(_ text: Substring) {
        var rest = text
        guard rest.popFirst() == "%", let last = rest.popLast(), let conversion = Conversion(rawValue: last) else {
            return nil
        }
        self.conversion = conversion
        while let flag = rest.first, flag == "-" || flag == "0" {
            if flag == "-" { left = true } else { zeros = true }
            rest.removeFirst()
        }
        let parts = rest.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        if let first = parts.first, !first.isEmpty {
            guard let width = Int(first), (0...64).contains(width) else { return nil }
            self.width = width
        }
        if parts.count == 2 {
            guard let precision = Int(parts[1]), (0...17).contains(precision) else { return nil }
            self.precision = precision
        }
    }

    /// nil where a number is wanted and the value is none, or none that fits.
    func format(_ value: BoardValue) -> String? {
        var digits: String
        var negative = false
        switch conversion {
        case .text:
            return padded(value.description, negative: false, with: " ")
        case .fixed:
            guard let number = value.number, let fixed = Self.fixed(abs(number), places: precision ?? 6) else {
                return nil
            }
            digits = fixed
            negative = number < 0 && digits.contains { ("1"..."9").contains($0) }
        case .decimal, .hex, .upperHex:
            guard let number = value.number, let whole = Int64(exactly: number.rounded()) else { return nil }
            negative = whole < 0
            digits =
                switch conversion {
                case .hex: String(whole.magnitude, radix: 16)
                case .upperHex: String(whole.magnitude, radix: 16, uppercase: true)
                default: String(whole.magnitude)
                }
        }
        return padded(digits, negative: negative, with: zeros && !left ? "0" : " ")
    }

    private func padded(_ text: String, negative: Bool, with fill: Character) -> String {
        let sign = negative ? "-" : ""
        let padding = String(repeating: fill, count: max(0, width - text.count - sign.count))
        if left { return sign + text + padding }
        return fill == "0" ? sign + padding + text : padding + sign + text
    }

    /// Rounded half away from zero at the last place; exact as long as the scaled number fits 53 bits.
    private static func fixed(_ number: Double, places: Int) -> String? {
        var scale: Double = 1
        for _ in 0..<places { scale *= 10 }
        guard let scaled = UInt64(exactly: (number * scale).rounded()) else { return nil }
        guard places > 0 else { return String(scaled) }
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return "\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}
