internal import GRDB
internal import RigModel

/// Ends the runs that a service left open when it died.
struct Interruption {
    let database: Database
    let serviceStart: Int64
    let now: Timestamp

    func endAll() throws -> [ExecutionResult] {
        var recorder = EventRecorder(database: database, serviceStart: serviceStart)
        return try ExecutionRow.fetch(database, "WHERE endedAt IS NULL ORDER BY key", []).map { execution in
            let result = result(of: execution, steps: try StepRows(database: database).steps(of: execution))
            try recorder.record(result)
            return result
        }
    }

    /// A step of STOP may have been under way, and the safe state is no step: how far the unit was stopped is not known.
    private static let doubt = "its STOP was not seen to its end: the unit may still be powered"

    private func result(of execution: ExecutionRow, steps: [StepRecord]) -> ExecutionResult {
        let explanation: String
        if execution.startedAt == nil {
            explanation = "the service ended while this run waited for its ports"
        } else if let last = steps.last {
            explanation =
                "the service ended during this run, after step '\(last.stepID)', \(steps.count) of "
                + "\(execution.request.stepCount) steps done; what the unit did since is not known; \(Self.doubt)"
        } else {
            explanation = "the service ended during this run, before its first step was done; \(Self.doubt)"
        }
        // Only what is known to have been spent on the unit.
        let known = execution.startedAt.flatMap { start in
            steps.last.map { start.duration(to: $0.startedAt.advanced(by: $0.duration)) }
        }
        return ExecutionResult(
            request: execution.request, verdict: .interrupted, worstLevel: steps.compactMap(\.verdict.level).max(),
            unitSerial: nil, startedAt: execution.startedAt, endedAt: now, duration: max(.zero, known ?? .zero),
            stepsDone: steps.count, explanation: explanation, decidingStep: nil)
    }
}
