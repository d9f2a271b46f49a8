internal import RigModel

/// What the log says beside the lines that the run itself hands in, in a technician's words.
enum RunNotes {
    static func end(of run: ExecutionResult) -> String {
        let words =
            switch run.verdict {
            case .pass: "the unit passed"
            case .warn: "the unit passed with a warning"
            case .fail: "the unit failed"
            case .critical: "the unit failed critically"
            case .timeout: "the unit did not answer in time"
            case .error: "the rig failed, the unit is not judged"
            case .aborted: "the run was ended on request, the unit is not judged"
            case .interrupted: "the service died during the run, the unit is not judged"
            }
        return "\(run.verdict.rawValue): \(words)"
    }

    static func severity(of verdict: Verdict) -> LogLine.Severity {
        switch verdict {
        case .pass: .info
        case .warn, .aborted: .warning
        case .fail, .critical, .timeout, .error, .interrupted: .error
        }
    }
}
