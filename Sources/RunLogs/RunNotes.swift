internal import RigModel

/// What the log says beside the lines that the run itself hands in, in a technician's words.
enum RunNotes {
    static func measurement(_ record: MeasurementRecord) -> String {
        let unit = record.unit.isEmpty ? "" : " \(record.unit)"
        let limits =
            switch (record.min, record.max) {
            case (let min?, let max?): ", limits \(number(min)) to \(number(max))\(unit)"
            case (let min?, nil): ", at least \(number(min))\(unit)"
            case (nil, let max?): ", at most \(number(max))\(unit)"
            case (nil, nil): ""
            }
        return "\(record.name) = \(record.text)\(unit)\(limits): \(record.level.rawValue)"
    }

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

    /// Without the `.0` of a whole number.
    private static func number(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
