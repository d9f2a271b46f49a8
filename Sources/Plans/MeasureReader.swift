internal import RigModel
internal import StrictYAML

/// Reads `measure`: limits by the name of the capture that holds the number.
struct MeasureReader {
    /// Of the step's PASS and WARN patterns; nil where these could not be read.
    let captures: [String]?

    func read(_ map: YAMLMapping) -> [Measure] {
        map.pairs().compactMap { name, value in
            if let captures, !captures.contains(name.text) {
                value.report(
                    "no PASS or WARN pattern captures '\(name)'", at: name.location,
                    hint: suggestion(for: name.text, from: captures) ?? "name a group: (?<\(name)>[-0-9.]+)")
            }
            return value.mapping { read($0, name: name.text) }
        }
    }

    private func read(_ map: YAMLMapping, name: String) -> Measure? {
        let unit = map.required("unit")?.string()
        let low = map["min"]?.decimal()
        let high = map["max"]?.decimal()
        let marginal = map["marginal"]?.percentage()
        if let low, let high, low > high {
            map.report("'min' is above 'max'", atKey: "min", hint: "exchange them")
        }
        if !map.has("min"), !map.has("max") { map.report("neither 'min' nor 'max' is given", hint: "give one or both") }
        if let marginal {
            if !map.has("min") || !map.has("max") {
                map.report("'marginal' needs both 'min' and 'max'", atKey: "marginal")
            }
            if marginal > 0.5 {
                map.report("'marginal' leaves nothing to pass", atKey: "marginal", hint: "it must be at most 50%")
            }
        }
        guard let unit else { return nil }
        return Measure(name: name, unit: unit, min: low, max: high, marginal: marginal)
    }
}
