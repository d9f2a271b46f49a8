extension YAMLValue {
    private static var durations: String { "a duration such as 500ms, 3s, 2m, 1h or 30d" }

    /// A length of time with its unit: `500ms`, `3s`, `2m`, `1h`, `30d`. Never negative, nor longer than
    /// ``Swift/Duration/longestWritten``.
    public func duration() -> Duration? {
        guard let text = scalar else { return refuse(Self.durations) }
        return duration(text) ?? refuse(Self.durations, lackingUnit: true)
    }

    /// The duration that a part of the text is; nil, and nothing reported, where it is none.
    ///
    /// One that is too long is reported, and counts as the longest.
    public func duration(_ part: String) -> Duration? {
        if Quantity.isTooLong(part) {
            report("\(name) is too long: '\(part)'", hint: "no duration is longer than 365d")
            return .longestWritten
        }
        return Quantity.duration(part)
    }

    /// A length of time that is longer than nothing.
    public func positiveDuration() -> Duration? {
        guard let duration = duration() else { return nil }
        guard duration > .zero else {
            report("\(name) is nothing: '\(scalar ?? "")'", hint: "it must be longer")
            return nil
        }
        return duration
    }

    /// `20ms..40ms`, or one duration for a range of no width.
    public func durationRange() -> ClosedRange<Duration>? {
        guard let text = scalar else { return refuse("a duration, or two such as 20ms..40ms") }
        let parts = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
        let ends = parts.compactMap { duration(String($0)) }
        guard ends.count == parts.count, let low = ends.first, let high = ends.last else {
            return refuse("a duration, or two such as 20ms..40ms", lackingUnit: true)
        }
        guard low <= high else {
            report("\(name) begins after its end: '\(text)'", hint: "write the smaller one first")
            return nil
        }
        return low...high
    }

    /// Bytes: `512B`, `64KiB`, `10GB`.
    public func size() -> Int? {
        guard let text = scalar, let size = Quantity.size(text) else {
            return refuse("a size such as 64KiB, 10MB or 1GB", lackingUnit: true)
        }
        return size
    }

    /// `10%` is 0.1.
    public func percentage() -> Double? {
        guard let text = scalar, let share = Quantity.percentage(text) else {
            return refuse("a percentage such as 10%", lackingUnit: true)
        }
        return share
    }

    private func refuse<Value>(_ wanted: String, lackingUnit: Bool) -> Value? {
        // A bare number is the usual slip: say what it lacks.
        if let text = scalar, Quantity.decimal(text) != nil {
            report("\(name) has no unit: '\(text)'", hint: "write \(wanted)")
            return nil
        }
        return refuse(wanted)
    }
}
