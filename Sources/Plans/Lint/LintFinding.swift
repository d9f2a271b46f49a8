public import StrictYAML

/// Something in a valid plan that is probably not what its author meant.
///
/// Prints as `file:line:column: warning: message; hint [rule]`.
public struct LintFinding: Sendable, Hashable, CustomStringConvertible {
    public var rule: LintRule
    public var diagnostic: Diagnostic

    init(_ rule: LintRule, _ message: String, at location: SourceLocation, hint: String? = nil) {
        self.rule = rule
        diagnostic = Diagnostic(message, at: location, hint: hint)
    }

    public var description: String {
        let hint = diagnostic.hint.map { "; \($0)" } ?? ""
        return "\(diagnostic.location): \(rule.weight.rawValue): \(diagnostic.message)\(hint) [\(rule.rawValue)]"
    }
}
