/// Decides what a run does next; holds no clock, no descriptor and no pattern.
///
/// The driver carries out the action it gets, reports how that ended, and gets the next one. Everything that makes STOP
/// certain is here: once START has begun, every way out leads through STOP and the safe state, exactly once, to
/// `finish`.
public struct RunMachine: Sendable {
    /// What the driver is to do next.
    public enum Action: Sendable, Equatable {
        case attempt(StepPosition, number: Int)
        /// Wait, then make the attempt; a request to stop ends the wait.
        case retry(StepPosition, number: Int, after: Duration)
        case safeState(index: Int)
        case finish(RunConclusion)
    }

    private enum State: Sendable, Equatable {
        case created
        case running(StepPosition, attempt: Int)
        case safeState(index: Int)
        case finished
    }

    private let plan: UUTPlan
    private let safeStateCount: Int
    private var state: State = .created
    private var verdict: Verdict = .pass
    private var worstLevel: Level?
    private var cause: StepPosition?
    private var stopCause: StopCause?
    private var fault: RunFault?

    public init(plan: UUTPlan, safeStateCount: Int) {
        self.plan = plan
        self.safeStateCount = safeStateCount
    }

    /// Steps of the whole run, every pass of TEST counted, for progress.
    public var stepCount: Int {
        plan.start.steps.count + plan.test.steps.count * (plan.test.loop.fixedCount ?? 1) + plan.stop.steps.count
    }

    /// The place of a step among `stepCount`, from 0.
    public func ordinal(of position: StepPosition) -> Int {
        switch position.phase {
        case .start: position.index
        case .test: plan.start.steps.count + (position.iteration - 1) * plan.test.steps.count + position.index
        case .stop: plan.start.steps.count + plan.test.steps.count * (plan.test.loop.fixedCount ?? 1) + position.index
        }
    }

    /// The ports are leased and open: the first action of the run.
    public mutating func begin() -> Action {
        precondition(state == .created, "a run begins once")
        if stopCause != nil { return finish() }
        return enter(.start)
    }

    /// The ports could not be opened, so nothing was sent and there is nothing to stop.
    public mutating func openingFailed(_ fault: RunFault) -> Action {
        precondition(state == .created, "a run opens its ports before it begins")
        note(.error)
        self.fault = fault
        return finish()
    }

    /// Someone asked the run to stop.
    ///
    /// - Returns: whether the attempt or wait that is under way is to be ended now. It is not once STOP has begun: the
    ///   unit is judged by then and only its way out is left.
    public mutating func stopRequested(_ cause: StopCause) -> Bool {
        guard stopCause == nil else { return false }
        switch state {
        case .created:
            stopCause = cause
            note(.aborted)
            return true
        case .running(let position, _) where position.phase != .stop:
            stopCause = cause
            note(.aborted)
            return true
        case .running, .safeState, .finished: return false
        }
    }

    /// The attempt that was asked for has ended.
    ///
    /// - Returns: the step's verdict where this was its last attempt, and the next action.
    public mutating func attemptEnded(_ outcome: Outcome) -> (step: Verdict?, next: Action) {
        guard case .running(let position, let attempt) = state else {
            preconditionFailure("an attempt ended that was not asked for")
        }
        let step = plan[position.phase].steps[position.index]
        let stopping = stopCause != nil && position.phase != .stop
        if !stopping, let cause = outcome.retryCause, step.retries.causes.contains(cause),
            attempt <= step.retries.count
        {
            state = .running(position, attempt: attempt + 1)
            return (nil, .retry(position, number: attempt + 1, after: step.retries.delay))
        }
        let verdict = outcome.verdict(under: step)
        if verdict > self.verdict { cause = position }
        note(verdict)
        if case .error(let fault) = outcome, self.fault == nil { self.fault = fault }
        return (verdict, next(after: position, step: step, verdict: verdict, stopping: stopping, outcome: outcome))
    }

    /// The wait before a retry was ended by a request to stop: the step stands as its last attempt left it.
    public mutating func retryAbandoned(lastOutcome: Outcome) -> (step: Verdict?, next: Action) {
        guard case .running(let position, let attempt) = state else {
            preconditionFailure("a retry was abandoned that was not asked for")
        }
        state = .running(position, attempt: attempt - 1)
        return attemptEnded(lastOutcome)
    }

    /// A command of the safe state was sent, or could not be (`fault`).
    public mutating func safeStateEnded(fault: RunFault?) -> Action {
        guard case .safeState(let index) = state else { preconditionFailure("no safe state was asked for") }
        if let fault {
            note(.error)
            if self.fault == nil { self.fault = fault }
        }
        return enterSafeState(index + 1)
    }

    private mutating func next(
        after position: StepPosition, step: StepPlan, verdict: Verdict, stopping: Bool, outcome: Outcome
    ) -> Action {
        if position.phase != .stop {
            let leaves: Bool
            switch verdict {
            case .pass, .warn: leaves = false
            case .fail, .timeout: leaves = step.onFail == .stop || outcome == .phaseTimeout
            case .critical, .error, .aborted, .interrupted: leaves = true
            }
            if leaves || stopping { return enter(.stop) }
        }
        // In STOP each step is tried whatever became of the one before: a unit is left as safe as can be.
        return advance(
            to: StepPosition(phase: position.phase, iteration: position.iteration, index: position.index + 1))
    }

    private mutating func enter(_ phase: Phase) -> Action {
        advance(to: StepPosition(phase: phase, iteration: 1, index: 0))
    }

    private mutating func advance(to position: StepPosition) -> Action {
        let phase = plan[position.phase]
        if position.index < phase.steps.count {
            state = .running(position, attempt: 1)
            return .attempt(position, number: 1)
        }
        if position.iteration < (phase.loop.fixedCount ?? 1), !phase.steps.isEmpty {
            return advance(to: StepPosition(phase: position.phase, iteration: position.iteration + 1, index: 0))
        }
        switch position.phase {
        case .start: return enter(.test)
        case .test: return enter(.stop)
        case .stop: return enterSafeState(0)
        }
    }

    private mutating func enterSafeState(_ index: Int) -> Action {
        guard index < safeStateCount else { return finish() }
        state = .safeState(index: index)
        return .safeState(index: index)
    }

    private mutating func finish() -> Action {
        state = .finished
        return .finish(
            RunConclusion(verdict: verdict, worstLevel: worstLevel, cause: cause, stopCause: stopCause, fault: fault))
    }

    private mutating func note(_ verdict: Verdict) {
        self.verdict = max(self.verdict, verdict)
        if let level = verdict.level { worstLevel = max(worstLevel ?? .pass, level) }
    }
}

/// A place in a run: phase, pass of the phase (from 1) and step (from 0).
public struct StepPosition: Sendable, Hashable {
    public var phase: Phase
    public var iteration: Int
    public var index: Int
    public init(phase: Phase, iteration: Int, index: Int) {
        self.phase = phase
        self.iteration = iteration
        self.index = index
    }
}

/// What a run came to.
public struct RunConclusion: Sendable, Hashable {
    public var verdict: Verdict
    /// The worst level that the unit itself reached; nil where none of its answers was judged.
    public var worstLevel: Level?
    /// The step that made the verdict; nil for a PASS and where no step did.
    public var cause: StepPosition?
    public var stopCause: StopCause?
    public var fault: RunFault?
    public init(
        verdict: Verdict, worstLevel: Level?, cause: StepPosition?, stopCause: StopCause?, fault: RunFault?
    ) {
        self.verdict = verdict
        self.worstLevel = worstLevel
        self.cause = cause
        self.stopCause = stopCause
        self.fault = fault
    }
}

extension Verdict {
    /// The level that a verdict on the unit stands for; nil where it is TIMEOUT or the rig's.
    public var level: Level? {
        switch self {
        case .pass: .pass
        case .warn: .warn
        case .fail: .fail
        case .critical: .critical
        case .timeout, .aborted, .error, .interrupted: nil
        }
    }
}
