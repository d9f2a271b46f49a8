internal import FoundationEssentials
internal import GRDB
internal import RigModel

/// Writes events as rows, inside a transaction of the caller.
///
/// Recording an event twice leaves the rows of once: a commit that failed may yet have reached the file.
struct EventRecorder {
    let database: Database
    /// The start of the service that the events belong to.
    let serviceStart: Int64

    func record(_ event: RigEvent) throws {
        switch event {
        case .executionQueued(let request, _): _ = try key(of: request)
        case .executionStarted(let request, let at): try recordStart(of: request, at: at)
        case .stepCompleted(let step): try record(step)
        case .executionCompleted(let result): try record(result)
        case .leaseChanged(let lease): try record(lease)
        case .serviceStatusChanged, .portStatusChanged, .portForgotten, .planChanged, .phaseStarted, .logLine,
            .operatorAsked:
            break
        }
    }

    private func recordStart(of request: ExecutionRequest, at: Timestamp) throws {
        try run(
            "UPDATE execution SET startedAt = ? WHERE key = ? AND endedAt IS NULL",
            [at.nanoseconds, try key(of: request)])
    }

    func record(_ result: ExecutionResult) throws {
        try run(
            """
            UPDATE execution SET startedAt = ?, endedAt = ?, duration = ?, verdict = ?, worstLevel = ?, unitSerial = ?,
                stepsDone = ?, explanation = ?, decidingStep = ? WHERE key = ?
            """,
            [
                result.startedAt?.nanoseconds, result.endedAt.nanoseconds, result.duration.nanoseconds,
                result.verdict.rawValue, result.worstLevel?.rawValue, result.unitSerial, result.stepsDone,
                result.explanation, result.decidingStep, try key(of: result.request),
            ])
    }

    /// The key of a run, whose row is made where it is not there yet.
    private func key(of request: ExecutionRequest) throws -> Int64 {
        if let key = try key(of: request.id) { return key }
        try run(
            """
            INSERT INTO execution (id, serviceStart, bib, uut, instance, board, planHash, origin, stepCount, requestedAt,
                priority, recovers)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                request.id.rawValue, serviceStart, request.bib.rawValue, request.uut.rawValue,
                request.instance.rawValue, request.board.rawValue, request.planHash, request.origin, request.stepCount,
                request.requestedAt.nanoseconds, request.priority, request.recovers?.rawValue,
            ])
        let key = database.lastInsertedRowID
        for (position, assigned) in request.ports.enumerated() {
            try run(
                """
                INSERT INTO executionPort (execution, position, alias, port, devicePath, channel)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    key, position, assigned.alias, assigned.port.rawValue, assigned.devicePath,
                    Int(assigned.channel.rawValue),
                ])
        }
        for (position, resource) in request.resources.enumerated() {
            try run(
                "INSERT INTO executionResource (execution, position, name) VALUES (?, ?, ?)",
                [key, position, resource.rawValue])
        }
        return key
    }

    private func key(of id: ExecutionID) throws -> Int64? {
        let statement = try database.cachedStatement(sql: "SELECT key FROM execution WHERE id = ?")
        return try Int64.fetchOne(statement, arguments: [id.rawValue])
    }

    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension EventRecorder {
    private func record(_ step: StepRecord) throws {
        guard let execution = try key(of: step.execution) else { throw OrphanedStep(step: step) }
        try run(
            """
            INSERT INTO step (execution, ordinal, phase, iteration, indexInPhase, id, port, verdict, isRetried, startedAt,
                duration, explanation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (execution, ordinal) DO NOTHING
            """,
            [
                execution, step.ordinal, step.position.phase.rawValue, step.position.iteration, step.position.index,
                step.stepID, step.port.rawValue, step.verdict.rawValue, step.retried, step.startedAt.nanoseconds,
                step.duration.nanoseconds, step.explanation,
            ])
        guard database.changesCount > 0 else { return }
        let key = database.lastInsertedRowID
        for attempt in step.attempts { try record(attempt, of: key) }
        for (name, value) in step.captures {
            try run("INSERT INTO capture (step, name, value) VALUES (?, ?, ?)", [key, name, value])
        }
        for (position, hint) in step.hints.enumerated() {
            try run("INSERT INTO stepHint (step, position, text) VALUES (?, ?, ?)", [key, position, hint])
        }
        for (position, measurement) in step.measurements.enumerated() {
            try run(
                """
                INSERT INTO measurement (step, position, name, value, text, unit, minimum, maximum, level)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    key, position, measurement.name, measurement.value, measurement.text, measurement.unit,
                    measurement.min, measurement.max, measurement.level.rawValue,
                ])
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
            [
                step, attempt.number, attempt.startedAt.nanoseconds, attempt.duration.nanoseconds, blob(attempt.sent),
                blob(attempt.received), blob(attempt.discarded), blob(attempt.leftOver), attempt.outcome.name,
                fault?.kind.rawValue, fault?.port?.rawValue, fault?.message, attempt.explanation,
            ])
    }

    private func blob(_ bytes: [UInt8]) -> Data? { bytes.isEmpty ? nil : Data(bytes) }
}

/// A step of a run that the store has never heard of.
struct OrphanedStep: Error, CustomStringConvertible {
    let step: StepRecord
    var description: String { "step '\(step.stepID)' belongs to an unknown execution '\(step.execution)'" }
}
