public import StrictYAML

/// Why no plan can be made of a file: all reasons, in the order of the file; never empty.
public struct XMLProblems: Error, Sendable, Hashable, CustomStringConvertible {
    public let diagnostics: [Diagnostic]

    init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics.enumerated().sorted {
            ($0.element.location, $0.offset) < ($1.element.location, $1.offset)
        }.map(\.element)
    }

    /// One reason.
    public init(_ message: String, at location: SourceLocation, hint: String? = nil) {
        diagnostics = [Diagnostic(message, at: location, hint: hint)]
    }

    /// One line each: `file:line:column: what; what to do`.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
