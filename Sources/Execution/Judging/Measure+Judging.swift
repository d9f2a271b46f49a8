import RigModel

extension Measure {
    /// Judges a captured text against the limits: both ends are good, outside is FAIL, inside but close to an edge is
    /// WARN, and what is not a number is FAIL.
    func judge(_ text: String?) -> MeasurementRecord {
        let value = text.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
        return MeasurementRecord(
            name: name, value: value, text: text ?? "", unit: unit, min: min, max: max,
            level: value.map(level(of:)) ?? .fail)
    }

    private func level(of value: Double) -> Level {
        if let min, value < min { return .fail }
        if let max, value > max { return .fail }
        if let marginal, let min, let max {
            let band = marginal * (max - min)
            if value < min + band || value > max - band { return .warn }
        }
        return .pass
    }
}

extension MeasurementRecord {
    /// `v = 3.31 V, within 3.2 to 3.4 V`.
    var sentence: String {
        guard let value else { return "\(name) = '\(VisibleBytes.text(text.utf8))' is not a number" }
        let unit = unit.isEmpty ? "" : " \(unit)"
        let found = "\(name) = \(plain(value))\(unit)"
        let isGood = level <= .warn
        return switch (min, max) {
        case (let min?, let max?):
            "\(found), \(isGood ? "within" : "outside") \(plain(min)) to \(plain(max))\(unit)"
                + (level == .warn ? " but close to the edge" : "")
        case (let min?, nil): "\(found), \(isGood ? "not " : "")below \(plain(min))\(unit)"
        case (nil, let max?): "\(found), \(isGood ? "not " : "")above \(plain(max))\(unit)"
        case (nil, nil): found
        }
    }

    /// Without the `.0` of a whole number.
    private func plain(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
