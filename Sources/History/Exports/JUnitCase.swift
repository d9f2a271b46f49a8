internal import RigModel

/// One test case of a JUnit report.
struct JUnitCase {
    enum Outcome {
        /// With notes for its `system-out`.
        case passed([String])
        case failure(type: String, message: String, body: [String])
        case error(type: String, message: String, body: [String])

        init(_ verdict: Verdict, message: String, body: [String]) {
            switch verdict {
            case .pass: self = .passed([])
            case .warn: self = .passed(["WARN: \(message)"] + body)
            case .fail, .critical, .timeout: self = .failure(type: verdict.rawValue, message: message, body: body)
            case .error, .aborted, .interrupted: self = .error(type: verdict.rawValue, message: message, body: body)
            }
        }
    }

    let className: String
    let name: String
    let duration: Duration
    let outcome: Outcome

    var isFailure: Bool { if case .failure = outcome { true } else { false } }
    var isError: Bool { if case .error = outcome { true } else { false } }

    var xml: String {
        var xml =
            "  <testcase classname=\"\(Markup.text(className))\" name=\"\(Markup.text(name))\" "
            + "time=\"\(ReportNumbers.seconds(duration))\""
        switch outcome {
        case .passed(let notes) where notes.isEmpty: return xml + "/>\n"
        case .passed(let notes): xml += ">\n    <system-out>\(Markup.lines(notes))</system-out>\n"
        case .failure(let type, let message, let body): xml += ">\n" + element("failure", type, message, body)
        case .error(let type, let message, let body): xml += ">\n" + element("error", type, message, body)
        }
        return xml + "  </testcase>\n"
    }

    private func element(_ name: String, _ type: String, _ message: String, _ body: [String]) -> String {
        "    <\(name) type=\"\(Markup.text(type))\" message=\"\(Markup.text(message))\">\(Markup.lines(body))</\(name)>\n"
    }
}

extension JUnitCase {
    init(_ step: StepRecord) {
        let pass = step.position.iteration > 1 ? " (pass \(step.position.iteration))" : ""
        var outcome = Outcome(step.verdict, message: step.explanation, body: Self.account(of: step))
        if case .passed = outcome, step.verdict == .pass, step.retried {
            outcome = .passed(["passed at attempt \(step.attempts.count)"] + Self.account(of: step))
        }
        self.init(
            className: "\(step.bib).\(step.instance).\(step.position.phase.rawValue)", name: step.stepID + pass,
            duration: step.duration, outcome: outcome)
    }

    /// What happened at a step, line by line.
    private static func account(of step: StepRecord) -> [String] {
        var lines: [String] = []
        for attempt in step.attempts {
            let took = ReportNumbers.duration(attempt.duration)
            lines.append("attempt \(attempt.number): \(attempt.outcome.name) after \(took): \(attempt.explanation)")
            for (name, bytes) in [
                ("sent", attempt.sent), ("received", attempt.received), ("left over", attempt.leftOver),
                ("discarded", attempt.discarded),
            ] where !bytes.isEmpty {
                lines.append("  \(name): \(VisibleExcerpt(bytes, limit: 2_000))")
            }
        }
        for measurement in step.measurements {
            let limits = measurement.limits.isEmpty ? "" : " (\(measurement.limits))"
            lines.append(
                "measured \(measurement.name) = \(measurement.reading)\(limits): \(measurement.level.rawValue)")
        }
        return lines + step.hints.map { "hint: \($0)" }
    }
}
