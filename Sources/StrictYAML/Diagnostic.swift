/// One thing that is wrong with a file: where, what, and what to write instead.
///
/// Prints as `file:line:column: message; hint`.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    public var location: SourceLocation
    public var message: String
    /// What to do about it; nil where the message says it.
    public var hint: String?
    /// The key that nobody knows, where that is what is wrong.
    public var unknownKey: String?

    public init(_ message: String, at location: SourceLocation, hint: String? = nil, unknownKey: String? = nil) {
        self.location = location
        self.message = message
        self.hint = hint
        self.unknownKey = unknownKey
    }

    public var description: String { "\(location): \(message)" + (hint.map { "; \($0)" } ?? "") }
}

/// Everything that is wrong with a file, in the order of the file; never empty.
public struct YAMLProblems: Error, Sendable, Hashable, CustomStringConvertible {
    public let diagnostics: [Diagnostic]

    public init(_ diagnostics: [Diagnostic]) {
        var seen: Set<Diagnostic> = []
        // A stable order: what is found at one place stays in the order of finding.
        let inOrder = diagnostics.enumerated().sorted {
            ($0.element.location, $0.offset) < ($1.element.location, $1.offset)
        }
        self.diagnostics = inOrder.map(\.element).filter { seen.insert($0).inserted }
    }

    /// One line each.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
