extension YAMLValue {
    /// YAML's words for no value.
    private static let nulls: Set<String> = ["null", "Null", "NULL", "~"]

    /// The text and its place. A key without a value is an error, and so is `null` without quotation marks; `''` is not.
    public func text() -> YAMLText? {
        guard case .scalar(let text, let style) = node.content, style != .plain || !text.isEmpty else {
            return refuse("a text")
        }
        if style == .plain, Self.nulls.contains(text) {
            report("\(name) has no value: \(text)", hint: "write '\(text)' if the word is meant, else leave it out")
            return nil
        }
        return YAMLText(text, at: location, style: style)
    }

    /// The text as written: `0403` is four characters, `no` is two.
    public func string() -> String? { text()?.text }

    /// Digits with an optional sign, always to base 10.
    public func integer(in range: ClosedRange<Int> = .min ... .max) -> Int? {
        guard let written = integerQuietly else { return refuse("a whole number") }
        guard range.contains(written) else {
            report("\(name) is \(written)", hint: "it must be \(Self.describe(range))")
            return nil
        }
        return written
    }

    /// A decimal number such as `3.30` or `-1e3`; neither infinite nor "not a number".
    public func decimal() -> Double? {
        guard let text = scalar, let number = Quantity.decimal(text) else { return refuse("a number") }
        return number
    }

    /// `true` or `false`, and nothing else.
    public func boolean() -> Bool? {
        switch scalar {
        case "true": return true
        case "false": return false
        case .some(let text):
            let meant: [String: String] = ["yes": "true", "on": "true", "no": "false", "off": "false"]
            let word = meant[text.lowercased()] ?? nearestName(to: text, in: ["true", "false"])
            report("\(name) is not true or false: '\(text)'", hint: word.map { "did you mean '\($0)'?" })
            return nil
        case nil: return refuse("true or false")
        }
    }

    /// One of the words of a type.
    public func choice<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type = Word.self) -> Word? {
        choice(among: type.allCases.map(\.rawValue)).flatMap(Word.init(rawValue:))
    }

    /// One of these words.
    public func choice(among words: [String]) -> String? {
        let wanted =
            words.count < 2
            ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
        guard let text = scalar, !text.isEmpty else { return refuse(wanted) }
        guard words.contains(text) else {
            report(
                "\(name) does not know '\(text)'",
                hint: suggestion(for: text, from: words) ?? "write \(wanted)")
            return nil
        }
        return text
    }

    /// The text of a scalar, and no complaint where it is none.
    var scalar: String? { if case .scalar(let text, _) = node.content { text } else { nil } }
    var integerQuietly: Int? { scalar.flatMap(Quantity.integer) }

    private static func describe(_ range: ClosedRange<Int>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (let low, .max): "at least \(low)"
        case (.min, let high): "at most \(high)"
        case (let low, let high): "\(low) to \(high)"
        }
    }
}
