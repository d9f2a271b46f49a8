import RigModel

/// The beginnings and ends of phases and steps.
extension Run {
    func enter(_ phase: Phase, iteration: Int) {
        let now = recorder.clocks.monotonic
        let plan = unit.plan[phase]
        if self.phase != phase {
            phaseDeadline = plan.deadline.map { now + $0 }
            if phase == .test {
                if case .duration(let duration) = plan.loop { loopEnd = now + duration }
                if isStartGood { hooks.raise(.ready) }
            }
            if phase == .stop { hooks.lower(.ready) }
        }
        self.phase = phase
        recorder.phaseStarted(
            phase, iteration: iteration, of: phase == .test ? plan.loop : .once, steps: plan.steps.map(\.id))
    }

    func beginStep() {
        attempts = []
        judgement = nil
        clues = nil
        isCommandSent = false
        stepBegan = recorder.clocks.monotonic
    }

    var lastExplanation: String { attempts.last?.explanation ?? "" }

    func ended(
        _ position: StepPosition, _ end: (step: Verdict?, next: RunMachine.Action)
    ) async -> RunMachine.Action {
        guard let verdict = end.step else { return end.next }
        if verdict == .critical { hooks.raise(.critical) }
        let step = unit[position].plan
        let began = stepBegan ?? recorder.clocks.monotonic
        let duration = began.duration(to: recorder.clocks.monotonic)
        let captures = judgement?.captures ?? [:]
        // Also where it is empty: what an earlier pass has captured says nothing of this one.
        captured[step.id] = captures
        let explanation =
            attempts.count > 1 ? "\(lastExplanation) (attempt \(attempts.count))" : lastExplanation
        var hints: [String] = []
        if verdict > .warn {
            hints = await self.hints(unit[position], in: position.phase) + lineErrorHints(unit[position])
        }
        recorder.stepCompleted(
            StepRecord(
                execution: request.id, bib: request.bib, instance: request.instance, position: position,
                ordinal: stepsDone, stepID: step.id, port: port(step.listen), sentOn: port(step.port), verdict: verdict,
                retried: attempts.count > 1 && verdict <= .warn, startedAt: recorder.wall(began),
                duration: duration, attempts: attempts, captures: captures,
                measurements: judgement?.measurements ?? [], explanation: explanation, hints: hints))
        stepsDone += 1
        if position.phase == .start, verdict > .warn { isStartGood = false }
        if position.phase == .stop, let outcome = attempts.last?.outcome,
            let fate = StopAccount.Fate(outcome, of: step, isSent: isCommandSent)
        {
            stopAccount.ended(step.id, fate)
        }
        if let source = unit.plan.serialFrom, source.step == step.id, verdict <= .warn {
            unitSerial = captures[source.capture] ?? unitSerial
        }
        if verdict > (decidingExplanation?.verdict ?? .pass) {
            decidingExplanation = (verdict, step.id, "\(position.phase.rawValue) step '\(step.id)': \(explanation)")
        }
        return end.next
    }

    /// When a step of a phase must have ended, whatever its own timeout, and what is said then; nil where nothing but
    /// its timeout ends it. STOP has no part in the deadline of the unit.
    func limit(of phase: Phase) -> (instant: ContinuousClock.Instant, name: String)? {
        let own = phaseDeadline.map { (instant: $0, name: "the deadline of \(phase.rawValue)") }
        guard phase != .stop, let unitDeadline else { return own }
        if let own, own.instant <= unitDeadline { return own }
        return (unitDeadline, "the deadline of the unit, for START and TEST,")
    }
}
