internal import HTTPTypes

/// The query of a URL, each key at most once.
struct QueryItems: Sendable, Hashable {
    private let values: [String: String]

    init(_ query: String?) throws(ProblemReply) {
        var values: [String: String] = [:]
        for item in (query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = PercentEncoding.decode(parts[0]),
                let value = PercentEncoding.decode(parts.dropFirst().first ?? "")
            else { throw ProblemReply(.badRequest, "'\(item)' in the query is not percent-encoded UTF-8") }
            guard values.updateValue(value, forKey: key) == nil else {
                throw ProblemReply(.badRequest, "'\(key)' is given twice; for several values write \(key)=a,b")
            }
        }
        self.values = values
    }

    var keys: [String] { values.keys.sorted() }

    /// nil where the key is absent or empty.
    subscript(key: String) -> String? { values[key].flatMap { $0.isEmpty ? nil : $0 } }

    /// Reads a value; a value that cannot be read is a 400 that says what is expected.
    func value<Value>(
        _ key: String, expected: String, _ read: (String) -> Value?
    ) throws(ProblemReply) -> Value? {
        guard let text = self[key] else { return nil }
        guard let value = read(text) else {
            throw ProblemReply(.badRequest, "'\(text)' is no value of '\(key)'; expected \(expected)")
        }
        return value
    }

    /// Reads `a,b,c`.
    func list<Value: Hashable>(
        _ key: String, expected: String, _ read: (String) -> Value?
    ) throws(ProblemReply) -> Set<Value>? {
        guard let text = self[key] else { return nil }
        var found: Set<Value> = []
        for part in text.split(separator: ",") {
            guard let value = read(String(part)) else {
                throw ProblemReply(.badRequest, "'\(part)' is no value of '\(key)'; expected \(expected)")
            }
            found.insert(value)
        }
        return found
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(ProblemReply) -> Int? {
        try value(key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}
