/// Why a pattern does not compile.
public struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
    /// PCRE2's reason: "missing closing parenthesis".
    public let message: String
    /// Bytes of UTF-8 from the start of the pattern to where PCRE2 noticed.
    public let offset: Int

    public init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }
    public var description: String { "\(message) at offset \(offset) of the pattern" }
}

/// A search was given up: it took more steps or memory than any search may.
public struct MatchLimitExceeded: Error, Sendable, Hashable, CustomStringConvertible {
    public let pattern: String
    /// PCRE2's reason: "match limit exceeded".
    public let reason: String

    public init(pattern: String, reason: String) {
        self.pattern = pattern
        self.reason = reason
    }
    public var description: String {
        "pattern '\(pattern)': \(reason); make it simpler: no repetition of a repetition such as (a+)+"
    }
}
