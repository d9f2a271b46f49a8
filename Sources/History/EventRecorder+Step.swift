internal import FoundationEssentials
internal import GRDB
internal import RigModel

extension EventRecorder {
    /// Writes a step with all that hangs on it.
    mutating func record(_ step: StepRecord) throws {
        guard let execution = try key(of: step.execution) else { throw OrphanedStep(step: step) }
        try run(
            """
            INSERT INTO step (execution, ordinal, phase, iteration, indexInPhase, id, port, verdict, isRetried, startedAt,
                duration, explanation, sentOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (execution, ordinal) DO NOTHING
            """,
            execution, step.ordinal, step.position.phase.rawValue, step.position.iteration, step.position.index,
            step.stepID, step.port.rawValue, step.verdict.rawValue, step.retried, step.startedAt.nanoseconds,
            step.duration.nanoseconds, step.explanation, step.sentOn?.rawValue)
        guard database.changesCount > 0 else { return }
        let key = database.lastInsertedRowID
        for attempt in step.attempts { try record(attempt, of: key) }
        for (name, value) in step.captures {
            try run("INSERT INTO capture (step, name, value) VALUES (?, ?, ?)", key, name, value)
        }
        for (position, hint) in step.hints.enumerated() {
            try run("INSERT INTO stepHint (step, position, text) VALUES (?, ?, ?)", key, position, hint)
        }
        for (position, measurement) in step.measurements.enumerated() {
            try run(
                """
                INSERT INTO measurement (step, position, name, value, text, unit, minimum, maximum, level)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                key, position, measurement.name, measurement.value, measurement.text, measurement.unit,
                measurement.min, measurement.max, measurement.level.rawValue)
        }
    }

    private func record(_ attempt: AttemptRecord, of step: Int64) throws {
        var fault: RunFault?
        if case .error(let cause) = attempt.outcome { fault = cause }
        try run(
            """
            INSERT INTO attempt (step, number, startedAt, duration, sent, received, discarded, leftOver, outcome,
                faultKind, faultPort, faultMessage, explanation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            step, attempt.number, attempt.startedAt.nanoseconds, attempt.duration.nanoseconds, blob(attempt.sent),
            blob(attempt.received), blob(attempt.discarded), blob(attempt.leftOver), attempt.outcome.name,
            fault?.kind.rawValue, fault?.port?.rawValue, fault?.message, attempt.explanation)
    }

    private func blob(_ bytes: [UInt8]) -> Data? { bytes.isEmpty ? nil : Data(bytes) }
}

/// A step of a run that the store has never heard of.
struct OrphanedStep: Error, CustomStringConvertible {
    let step: StepRecord
    var description: String { "step '\(step.stepID)' belongs to an unknown execution '\(step.execution)'" }
}
