internal import RigModel

/// The lines of a log that a finished step stands for, made of what the store keeps of it.
enum StepLines {
    /// - Parameter start: of the run.
    static func lines(of step: StepRecord, since start: Timestamp) -> [LogLine] {
        func line(_ content: LogLine.Content, at: Timestamp, _ severity: LogLine.Severity = .info) -> LogLine {
            LogLine(
                execution: step.execution, bib: step.bib, instance: step.instance, at: at,
                elapsed: max(.zero, start.duration(to: at)), severity: severity, phase: step.position.phase,
                step: step.stepID, content: content)
        }
        var lines: [LogLine] = []
        for attempt in step.attempts {
            let end = attempt.startedAt.advanced(by: attempt.duration)
            if !attempt.discarded.isEmpty {
                lines.append(line(.discarded(attempt.discarded, step.port), at: attempt.startedAt, .debug))
            }
            if !attempt.sent.isEmpty {
                lines.append(line(.sent(attempt.sent, step.sentOn ?? step.port), at: attempt.startedAt))
            }
            let judged = attempt.judged
            if !judged.isEmpty { lines.append(line(.received(Array(judged), step.port), at: end)) }
            if !attempt.leftOver.isEmpty {
                lines.append(line(.discarded(attempt.leftOver, step.port), at: end, .debug))
            }
        }
        let end = step.startedAt.advanced(by: step.duration)
        let retried = step.attempts.count > 1 ? " at attempt \(step.attempts.count)" : ""
        lines.append(
            line(
                .note("\(step.verdict.rawValue)\(retried): \(step.explanation)"), at: end,
                RunNotes.severity(of: step.verdict)))
        return lines + step.hints.map { line(.note("hint: \($0)"), at: end, .warning) }
    }
}

extension AttemptRecord {
    /// What came, up to the end of the frame that ended the exchange.
    fileprivate var judged: ArraySlice<UInt8> {
        received.suffix(leftOver.count).elementsEqual(leftOver) ? received.dropLast(leftOver.count) : received[...]
    }
}
