/// Collects the problems of one file while it is read. Lives as long as the reading, on one thread.
final class ProblemLog {
    private(set) var diagnostics: [Diagnostic] = []

    func report(_ message: String, at location: SourceLocation, hint: String? = nil) {
        diagnostics.append(Diagnostic(message, at: location, hint: hint))
    }
    func report(_ diagnostics: [Diagnostic]) { self.diagnostics += diagnostics }
}
