/// A mapping that is being read. It remembers which keys were asked for; the others are reported when the reading ends.
public final class YAMLMapping {
    public let location: SourceLocation
    private let entries: [YAMLNode.Entry]
    /// By key: a file may give very many to one mapping.
    private let places: [String: Int]
    private let problems: ProblemLog
    /// In the order of asking, for messages.
    private var known: [String] = []
    private var acceptsAll = false

    init(entries: [YAMLNode.Entry], location: SourceLocation, problems: ProblemLog) {
        self.entries = entries
        places = Dictionary(entries.enumerated().map { ($1.key.text, $0) }, uniquingKeysWith: { first, _ in first })
        self.location = location
        self.problems = problems
    }

    /// The value of a key; nil where the mapping has not got it.
    public subscript(key: String) -> YAMLValue? {
        if !known.contains(key) { known.append(key) }
        return places[key].map { value(entries[$0]) }
    }

    /// Where each key stands that is there.
    public var keyLocations: [String: SourceLocation] { places.mapValues { entries[$0].key.location } }

    /// The value of a key that must be there.
    public func required(_ key: String) -> YAMLValue? {
        if let value = self[key] { return value }
        report("'\(key)' is missing")
        return nil
    }

    /// Whether a key is there; it counts as asked for.
    public func has(_ key: String) -> Bool { self[key] != nil }

    public var isEmpty: Bool { entries.isEmpty }

    /// All keys and values in the order of the file, where the keys are the author's own names.
    public func pairs() -> [(key: YAMLText, value: YAMLValue)] {
        acceptsAll = true
        return entries.map { (key: $0.key, value: value($0)) }
    }

    /// Reports each of these keys that is there: known words that cannot be used.
    public func refuse(_ keys: [String], because reason: String, hint: String? = nil) {
        for entry in entries where keys.contains(entry.key.text) {
            known.append(entry.key.text)
            problems.report("'\(entry.key)' \(reason)", at: entry.key.location, hint: hint)
        }
    }

    /// Reports that of these keys there is more than one, and where. They count as asked for.
    ///
    /// - Returns: the keys of `keys` that are there.
    @discardableResult
    public func atMostOne(of keys: [String]) -> [String] {
        for key in keys where !known.contains(key) { known.append(key) }
        let found = entries.filter { keys.contains($0.key.text) }
        if let first = found.first {
            for other in found.dropFirst() {
                problems.report("'\(other.key)' and '\(first.key)' exclude each other", at: other.key.location)
            }
        }
        return found.map(\.key.text)
    }

    /// Reports a problem with the mapping as a whole.
    public func report(_ message: String, hint: String? = nil) { problems.report(message, at: location, hint: hint) }

    /// Reports a problem with a key.
    public func report(_ message: String, atKey key: String, hint: String? = nil) {
        let place = places[key].map { entries[$0].key.location } ?? location
        problems.report(message, at: place, hint: hint)
    }

    var firstKey: String? { entries.first?.key.text }
    func acceptAllKeys() { acceptsAll = true }

    /// Reports the keys that nobody asked for.
    func finish() {
        guard !acceptsAll else { return }
        let free = known.filter { places[$0] == nil }
        for entry in entries where !known.contains(entry.key.text) {
            let hint =
                suggestion(for: entry.key.text, from: free) ?? suggestion(for: entry.key.text, from: known)
                ?? "known here: \(known.joined(separator: ", "))"
            problems.report([
                Diagnostic(
                    "unknown key '\(entry.key)'", at: entry.key.location, hint: hint, unknownKey: entry.key.text)
            ])
        }
    }

    private func value(_ entry: YAMLNode.Entry) -> YAMLValue {
        YAMLValue(node: entry.value, name: "'\(entry.key)'", problems: problems)
    }
}
