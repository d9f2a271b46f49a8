import RigModel

/// Goes through the records of one run with another plan.
struct RunReplay {
    private let run: ExecutionDetail
    private let unit: CompiledUUT
    private var captured: [String: [String: String]] = [:]
    /// Lines whose last frame ended with CR: an LF that comes next belongs to it.
    private var awaitsLineFeed: Set<PortID> = []
    private var steps: [RejudgedRun.Step] = []
    private var notJudged: [RejudgedRun.NotJudged] = []
    private var worst = Verdict.pass
    /// The plan has left START and TEST for STOP.
    private var hasLeft = false

    init(_ run: ExecutionDetail, unit: CompiledUUT) {
        self.run = run
        self.unit = unit
    }

    mutating func rejudged() -> RejudgedRun {
        for record in run.steps { take(record) }
        let stored = run.result?.verdict ?? .interrupted
        let worstStored = run.steps.map(\.verdict).max() ?? .pass
        // What no step tells (an abort between steps, ports that could not be had, a service that died) is not the plan's.
        if stored > worstStored {
            worst = max(worst, stored)
            hasLeft = true
        }
        let missing = missingSteps()
        notJudged += missing
        return RejudgedRun(
            request: run.request, endedAt: run.result?.endedAt, from: stored, to: worst, isAtBest: !missing.isEmpty,
            steps: steps, notJudged: notJudged)
    }

    private mutating func take(_ record: StepRecord) {
        let isInStop = record.position.phase == .stop
        if hasLeft, !isInStop { return notJudged.append(.init(step: record.stepID, reason: .notReached)) }
        let step: CompiledStep
        switch find(record) {
        case .success(let found): step = found
        case .failure(let reason): return keep(record, reason)
        }
        let replay = StepReplay(
            record, step: step, framing: unit.plan.port(step.plan.listen)?.framing ?? .lines, earlier: captured)
        let end: StepReplay.End
        switch replay.end(awaitsLineFeed: awaitsLineFeed.contains(record.port)) {
        case .success(let found): end = found
        case .failure(let reason): return keep(record, reason)
        }
        // What a person enters is not on the line.
        if case .operator = step.plan.action {} else { follow(record) }
        captured[record.stepID] = end.captures
        let verdict = end.outcome.verdict(under: step.plan)
        worst = max(worst, verdict)
        if !isInStop, leaves(verdict, end.outcome, step.plan) { hasLeft = true }
        steps.append(
            RejudgedRun.Step(
                position: record.position, id: record.stepID, from: record.verdict, to: verdict,
                was: record.explanation, explanation: end.explanation, doubts: end.doubts))
    }

    private mutating func keep(_ record: StepRecord, _ reason: NotJudged) {
        follow(record)
        captured[record.stepID] = record.captures
        worst = max(worst, record.verdict)
        notJudged.append(.init(step: record.stepID, reason: reason.reason))
    }

    /// How the line was left, whatever anybody makes of its bytes.
    private mutating func follow(_ record: StepRecord) {
        for attempt in record.attempts {
            if !attempt.discarded.isEmpty { awaitsLineFeed.remove(record.port) }
            var splitter = FrameSplitter(.lines, awaitsLineFeed: awaitsLineFeed.contains(record.port))
            var bytes = attempt.received.dropLast(attempt.leftOver.count)
            while splitter.next(from: &bytes, at: .now) != nil {}
            if splitter.awaitsLineFeed {
                awaitsLineFeed.insert(record.port)
            } else {
                awaitsLineFeed.remove(record.port)
            }
        }
    }

    private func find(_ record: StepRecord) -> Result<CompiledStep, NotJudged> {
        let phase = record.position.phase
        guard let index = unit.plan[phase].steps.firstIndex(where: { $0.id == record.stepID }) else {
            let isElsewhere = Phase.allCases.contains { other in
                unit.plan[other].steps.contains { $0.id == record.stepID }
            }
            return .failure(NotJudged(isElsewhere ? .otherPhase : .gone))
        }
        let step = unit[StepPosition(phase: phase, iteration: record.position.iteration, index: index)]
        let channel = unit.plan.port(step.plan.listen)?.channel
        guard let channel, PortID(board: run.request.board, channel: channel) == record.port else {
            return .failure(NotJudged(.otherPort))
        }
        return .success(step)
    }

    private func leaves(_ verdict: Verdict, _ outcome: Outcome, _ step: StepPlan) -> Bool {
        switch verdict {
        case .pass, .warn: false
        case .fail, .timeout: step.onFail == .stop || outcome == .phaseTimeout
        case .critical, .error, .aborted, .interrupted: true
        }
    }

    /// Steps of START and TEST that the plan would have carried out and the run has no record of: new ones, and those
    /// behind the place where the run went to STOP, where this plan would not.
    private func missingSteps() -> [RejudgedRun.NotJudged] {
        // A run that only makes good the STOP of another one has no START and no TEST.
        guard run.request.recovers == nil, let last = run.steps.last(where: { $0.position.phase != .stop }) else {
            return []
        }
        var missing: [RejudgedRun.NotJudged] = []
        var isBehind = false
        for phase in [Phase.start, .test] {
            for step in unit.plan[phase].steps {
                let isRecorded = run.steps.contains { $0.position.phase == phase && $0.stepID == step.id }
                if !isRecorded {
                    if !isBehind {
                        missing.append(.init(step: step.id, reason: .new))
                    } else if !hasLeft {
                        missing.append(.init(step: step.id, reason: .ended))
                    }
                }
                if phase == last.position.phase, step.id == last.stepID { isBehind = true }
            }
        }
        let times = unit.plan.test.loop.fixedCount ?? 1
        if !hasLeft, missing.isEmpty, last.position.phase == .test, last.position.iteration < times {
            missing.append(.init(step: unit.plan.test.steps.first?.id ?? last.stepID, reason: .ended))
        }
        return missing
    }
}

/// Why a step cannot be judged anew.
struct NotJudged: Error {
    let reason: RejudgedRun.NotJudged.Reason
    init(_ reason: RejudgedRun.NotJudged.Reason) { self.reason = reason }
}
