internal import RigModel

extension RunLog {
    /// The lines that an event of the run makes.
    ///
    /// Phases and the verdicts of steps come as lines of the run's own, so that who follows it live reads them too.
    func append(_ event: RigEvent) {
        switch event {
        case .logLine(let line): append(line)
        case .stepCompleted(let step):
            for measurement in step.measurements {
                note(
                    RunNotes.measurement(measurement), RunNotes.severity(of: measurement.level.verdict),
                    at: step.startedAt.advanced(by: step.duration), phase: step.position.phase, step: step.stepID)
            }
        case .executionCompleted(let result):
            note(RunNotes.end(of: result), RunNotes.severity(of: result.verdict), at: result.endedAt, phase: nil)
        case .phaseStarted, .executionStarted, .executionQueued, .serviceStatusChanged, .portStatusChanged,
            .portForgotten, .planChanged:
            break
        }
    }
}
