extension YAMLValue {
    private static var durations: String { "a duration such as 500ms, 3s, 2m, 1h or 30d" }

    /// A length of time with its unit: `500ms`, `3s`, `2m`, `1h`, `30d`. Never negative.
    public func duration() -> Duration? {
        guard let text = scalar, let duration = Quantity.duration(text) else {
            return refuse(Self.durations, lackingUnit: true)
        }
        return duration
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
        let ends = parts.compactMap { Quantity.duration(String($0)) }
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
