extension Figure {
    /// One line for the terminal: `name  value unit  floor-or-peer value  ratio  target  ok|SHORT`.
    var line: String {
        "\(name)  \(Self.short(value)) \(unit)  \(reference) \(Self.short(referenceValue))  "
            + "\(Self.short(ratio))x  \(target)  \(ok ? "ok" : "SHORT")"
    }

    /// Three digits or so: the rest is noise.
    private static func short(_ number: Double) -> String {
        guard number.isFinite else { return "\(number)" }
        if number.magnitude >= 100 { return "\(Int64(number.rounded()))" }
        let hundredths = Int64((number * 100).rounded())
        let fraction = hundredths.magnitude % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

extension Figure.Target: CustomStringConvertible {
    var description: String {
        switch self {
        case .atMost(let most): "<=\(most)"
        case .atLeast(let least): ">=\(least)"
        case .informational: "-"
        }
    }
}
