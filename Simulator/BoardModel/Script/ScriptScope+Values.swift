internal import StrictYAML

/// Readers of what names nothing.
extension ScriptScope {
    /// Variables and what they hold, in a board's file or a bench's.
    static func variables(_ map: YAMLMapping) -> [String: BoardValue]? {
        var variables: [String: BoardValue] = [:]
        for (key, value) in map.pairs() {
            if !Surroundings.isName(key.text) || key.text == Surroundings.channelName || key.text == "jitter" {
                value.report(
                    "'\(key)' cannot be a variable", at: key.location,
                    hint: "use letters, digits and _, and neither 'channel' nor 'jitter'")
            }
            if let text = value.string() { variables[key.text] = BoardValue(written: text) }
        }
        return variables
    }

    /// A period, or a range of them, of a millisecond at least: a shorter one would never let time pass.
    static func period(_ value: YAMLValue) -> DurationRange? {
        guard let range = value.durationRange() else { return nil }
        guard range.lowerBound >= .milliseconds(1) else {
            value.report("a period is at least 1ms")
            return nil
        }
        return DurationRange(range)
    }

    /// A part of a whole: `0.25` or `25%`.
    func share(_ value: YAMLValue) -> Double? {
        guard let number = value.string().map({ $0.hasSuffix("%") }) == true ? value.percentage() : value.decimal()
        else { return nil }
        guard (0...1).contains(number) else {
            value.report("a probability is from 0 to 1, or 0% to 100%")
            return nil
        }
        return number
    }
}
