import RigModel

/// Tells the station what a run does. Handing in costs no wait.
struct RunRecorder: Sendable {
    let request: ExecutionRequest
    let spine: any EventSpine
    let clocks: Clocks
    /// When the run began; `elapsed` of its log lines counts from here.
    var began: ContinuousClock.Instant

    /// The wall clock's reading of an instant of this run.
    func wall(_ instant: ContinuousClock.Instant) -> Timestamp {
        clocks.wall.advanced(by: clocks.monotonic.duration(to: instant))
    }

    func log(
        _ content: LogLine.Content, _ severity: LogLine.Severity = .info, phase: Phase? = nil, step: String? = nil,
        at instant: ContinuousClock.Instant? = nil
    ) {
        let instant = instant ?? clocks.monotonic
        spine.post(
            .logLine(
                LogLine(
                    execution: request.id, bib: request.bib, instance: request.instance, at: wall(instant),
                    elapsed: began.duration(to: instant), severity: severity, phase: phase, step: step,
                    content: content)))
    }

    func phaseStarted(_ phase: Phase, iteration: Int, of loop: LoopPlan, steps: [String]) {
        spine.post(
            .phaseStarted(
                PhaseStart(
                    execution: request.id, bib: request.bib, instance: request.instance, phase: phase,
                    iteration: iteration, steps: steps, at: clocks.wall)))
        let pass =
            switch loop {
            case .times(1): ""
            case .times(let times): ", pass \(iteration) of \(times)"
            case .duration, .untilSignal: ", pass \(iteration)"
            }
        log(.note(phase.rawValue + pass), phase: phase)
    }

    func stepCompleted(_ record: StepRecord) {
        spine.post(.stepCompleted(record))
        let retried = record.attempts.count > 1 ? " at attempt \(record.attempts.count)" : ""
        log(
            .note("\(record.verdict.rawValue)\(retried): \(record.explanation)"), record.verdict.severity,
            phase: record.position.phase, step: record.stepID)
        for hint in record.hints {
            log(.note("hint: \(hint)"), .warning, phase: record.position.phase, step: record.stepID)
        }
    }
}

extension Verdict {
    var severity: LogLine.Severity {
        switch self {
        case .pass: .info
        case .warn: .warning
        default: .error
        }
    }
}
