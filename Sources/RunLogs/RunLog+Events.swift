internal import RigModel

extension RunLog {
    /// The lines that an event of the run makes.
    ///
    /// Phases, measurements and the verdicts of steps come as lines of the run's own, so that who follows it live reads them too.
    func append(_ event: RigEvent) {
        switch event {
        case .logLine(let line): append(line)
        case .executionCompleted(let result):
            note(RunNotes.end(of: result), RunNotes.severity(of: result.verdict), at: result.endedAt, phase: nil)
        case .phaseStarted, .stepCompleted, .executionStarted, .executionQueued, .serviceStatusChanged,
            .portStatusChanged, .portForgotten, .planChanged, .leaseChanged, .quarantineChanged, .operatorAsked,
            .alertChanged, .audited:
            break
        }
    }
}
