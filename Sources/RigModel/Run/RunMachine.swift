/// Decides what a run does next; holds no clock, no descriptor and no pattern.
///
/// The driver carries out the action it gets, reports how that ended, and gets the next one. Everything that makes STOP
/// certain is here: once START has begun, every way out leads through STOP and the safe state, exactly once, to
/// `finish`.
public struct RunMachine: Sendable {
    /// What the driver is to do next.
    public enum Action: Sendable, Equatable {
        /// A phase begins, or another pass of TEST: tell of it, then ask on with `entered`.
        case enter(Phase, iteration: Int)
        case attempt(StepPosition, number: Int)
        /// Wait, then make the attempt; a request to stop ends the wait.
        case retry(StepPosition, number: Int, after: Duration)
        case safeState(index: Int)
        case finish(RunConclusion)
    }

    private enum State: Sendable, Equatable {
        case created
        case entering(Phase, iteration: Int)
        case running(StepPosition, attempt: Int)
        case safeState(index: Int)
        case finished
    }

    private let plan: UUTPlan
    private let safeStateCount: Int
    private let recovers: Bool
    private var state: State = .created
    /// No pass of TEST begins after the one that is under way.
    private var isLoopOver = false
    private var verdict: Verdict = .pass
    private var worstLevel: Level?
    private var cause: StepPosition?
    private var stopCause: StopCause?
    private var fault: RunFault?

    /// - Parameter recovers: only STOP and the safe state are run, for a run that was left unfinished.
    public init(plan: UUTPlan, safeStateCount: Int, recovers: Bool = false) {
        self.plan = plan
        self.safeStateCount = safeStateCount
        self.recovers = recovers
    }

    /// Steps of the whole run, every pass of TEST counted, for progress; of one pass where their number is open.
    public var stepCount: Int {
        if recovers { return plan.stop.steps.count }
        return plan.start.steps.count + plan.test.steps.count * (plan.test.loop.fixedCount ?? 1)
            + plan.stop.steps.count
    }

    /// The ports are leased and open: the first action of the run.
    public mutating func begin() -> Action {
        precondition(state == .created, "a run begins once")
        if stopCause != nil { return finish() }
        return enter(recovers ? .stop : .start)
    }

    /// The ports could not be opened, so nothing was sent and there is nothing to stop.
    public mutating func openingFailed(_ fault: RunFault) -> Action {
        precondition(state == .created, "a run opens its ports before it begins")
        note(.error)
        self.fault = fault
        return finish()
    }

    /// The phase or pass that was to be told of has been told of.
    public mutating func entered() -> Action {
        guard case .entering(let phase, let iteration) = state else {
            preconditionFailure("a phase was entered that was not asked for")
        }
        if stopCause != nil, phase != .stop { return enter(.stop) }
        return advance(to: StepPosition(phase: phase, iteration: iteration, index: 0))
    }

    /// Someone asked the run to stop.
    ///
    /// - Returns: whether the attempt or wait that is under way is to be ended now. It is not once STOP has begun: the
    ///   unit is judged by then and only its way out is left.
    public mutating func stopRequested(_ cause: StopCause) -> Bool {
        guard stopCause == nil, !hasBegunStop else { return false }
        stopCause = cause
        note(.aborted)
        return true
    }

    /// Whether TEST is, or is still to be, a loop that a signal ends.
    public var awaitsSignal: Bool {
        plan.test.loop == .untilSignal && !isLoopOver && !recovers && stopCause == nil && !hasBegunStop
    }

    /// The signal came, or the time of the loop is over: TEST ends with the pass that is under way, or with its first.
    public mutating func endLoop() { isLoopOver = true }

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

    private var hasBegunStop: Bool {
        switch state {
        case .created: false
        case .entering(let phase, _): phase == .stop
        case .running(let position, _): position.phase == .stop
        case .safeState, .finished: true
        }
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

    private mutating func enter(_ phase: Phase, iteration: Int = 1) -> Action {
        state = .entering(phase, iteration: iteration)
        return .enter(phase, iteration: iteration)
    }

    private mutating func advance(to position: StepPosition) -> Action {
        let phase = plan[position.phase]
        if position.index < phase.steps.count {
            state = .running(position, attempt: 1)
            return .attempt(position, number: 1)
        }
        switch position.phase {
        case .start: return enter(.test)
        case .test:
            // A loop of nothing would go round for ever.
            let hasMore = !phase.steps.isEmpty && position.iteration < (phase.loop.fixedCount ?? .max) && !isLoopOver
            return hasMore ? enter(.test, iteration: position.iteration + 1) : enter(.stop)
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
