import PortPool
import RigModel
import SerialIO

/// One run of one unit on leased ports.
///
/// It runs on the reactor's thread, as its lines do, so a step costs no change of thread. What to do next is decided by
/// `RunMachine`; this actor carries it out. Nothing in it observes the cancellation of a task: a run is stopped by
/// `stop(_:)`, and then STOP and the safe state still run.
actor Run {
    nonisolated let request: ExecutionRequest
    nonisolated let reactor: Reactor
    nonisolated let mailbox = LeaseMailbox()
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    let unit: CompiledUUT
    /// How long a line must be silent before the next command where an answer is still due, so that an answer that is late
    /// is not taken for the answer to that command.
    let lateAnswerTime: Duration
    var recorder: RunRecorder
    var machine: RunMachine
    var hooks: RaisedHooks

    /// By the plan's alias.
    var lines: [String: SerialPort] = [:]
    var awaitsLineFeed: Set<String> = []
    /// Lines on which an answer may still come.
    var debts: [String: AnswerDebt] = [:]
    /// When whatever was sent without waiting for an answer has left the wires.
    var lastArrival: ContinuousClock.Instant?
    /// Whether a line gives commands back, as its answers so far have shown.
    var echoes: [String: Bool] = [:]
    /// What the drivers had counted against the lines when it was last told.
    var countedErrors: [String: LineErrors] = [:]
    /// Lines on which an answer has been understood in this run.
    var answered: Set<String> = []
    /// Ports that are gone or may not be used any more, and why.
    var lost: [PortID: RunFault] = [:]
    /// Why all of them may not be used any more.
    var leaseEnd: String?
    var troubles: [PortID: PortTrouble] = [:]
    /// Ports whose lines have hung up.
    var hungUp: Set<PortID> = []
    /// Rung when the pool tells that a port is gone.
    var lossBell: WaitToken?

    /// The line whose exchange is under way; ended by a request to stop.
    var listening: SerialPort?
    var pause: WaitToken?
    /// A request to stop that the step under way has yet to obey.
    private(set) var isInterrupted = false
    /// What a person is asked now.
    var question: OperatorQuestion?

    var phase: Phase?
    var phaseDeadline: ContinuousClock.Instant?
    /// Of START and TEST together.
    var unitDeadline: ContinuousClock.Instant?
    /// When the last pass of a loop of a certain time has begun.
    var loopEnd: ContinuousClock.Instant?

    /// Of the step under way.
    var attempts: [AttemptRecord] = []
    var judgement: Judgement?
    var clues: Clues?
    var stepBegan: ContinuousClock.Instant?
    /// Its command has gone out whole, in one of its attempts.
    var isCommandSent = false

    /// What each step has captured when it was last done.
    var captured: [String: [String: String]] = [:]
    var stopExplanation: String?
    var stepsDone = 0
    var unitSerial: String?
    var decidingExplanation: (verdict: Verdict, step: String, text: String)?
    var stopAccount = StopAccount()
    /// No step of START was worse than WARN.
    var isStartGood = true
    var hasLookedForReaders = false

    init(
        _ request: ExecutionRequest, unit: CompiledUUT, hooks: Hooks, runner: any HookRunner, lateAnswerTime: Duration,
        reactor: Reactor, spine: any EventSpine, clocks: Clocks
    ) {
        self.request = request
        self.lateAnswerTime = lateAnswerTime
        self.unit = unit
        self.reactor = reactor
        self.hooks = RaisedHooks(hooks, of: request, runner)
        recorder = RunRecorder(request: request, spine: spine, clocks: clocks, began: clocks.monotonic)
        machine = RunMachine(
            plan: unit.plan, safeStateCount: unit.safeState.count, recovers: request.recovers != nil)
    }

    /// Carries the run out, from opening its lines to closing them.
    func perform(on ports: [DiscoveredPort]) async -> ExecutionResult {
        // The wait for the ports is not a part of the run.
        recorder.began = recorder.clocks.monotonic
        let startedAt = recorder.clocks.wall
        // The record is stored while the lines are opened, and is there before the first byte.
        let isRecorded = WaitToken()
        recorder.spine.post(.executionStarted(request, at: startedAt)) { [reactor] in reactor.interrupt(isRecorded) }
        hooks.raise(.active)
        defer { hooks.lowerAll() }
        if let recovered = request.recovers {
            recorder.log(
                .note("recovery: STOP and the safe state of execution \(recovered), which was left unfinished"))
        }
        var action: RunMachine.Action
        if let fault = await openLines(ports) {
            recorder.log(.note(fault.message), .error)
            action = machine.openingFailed(fault)
        } else {
            _ = await reactor.sleep(until: nil, token: isRecorded)
            unitDeadline = unit.plan.deadline.map { recorder.clocks.monotonic + $0 }
            action = machine.begin()
        }
        while true {
            switch action {
            case .enter(let phase, let iteration):
                enter(phase, iteration: iteration)
                action = machine.entered()
            case .attempt(let position, let number):
                beginStep()
                action = await carryOut(position, attempt: number)
            case .retry(let position, let number, let delay):
                recorder.log(
                    .note("attempt \(number) of \(unit[position].plan.retries.count + 1) follows: \(lastExplanation)"),
                    .warning, phase: position.phase, step: unit[position].plan.id)
                let end = recorder.clocks.monotonic + delay
                if await rest(until: min(end, limit(of: position.phase)?.instant ?? end)) != .stopped {
                    action = await carryOut(position, attempt: number)
                } else {
                    obeyed()
                    let end = machine.retryAbandoned(lastOutcome: attempts.last?.outcome ?? .stopped)
                    action = await ended(position, end)
                }
            case .safeState(let index): action = machine.safeStateEnded(fault: await sendSafeState(index))
            case .finish(let conclusion):
                await hearOfUnplugging()
                await noteLineErrors()
                if let lastArrival, leaseEnd == nil, lastArrival > recorder.clocks.monotonic {
                    _ = await reactor.sleep(until: lastArrival, token: WaitToken())
                }
                for line in lines.values { await line.close() }
                return result(conclusion, startedAt: startedAt)
            }
        }
    }

    private func carryOut(_ position: StepPosition, attempt number: Int) async -> RunMachine.Action {
        let outcome = await attempt(position, number: number)
        if position.phase == .test, let loopEnd, loopEnd <= recorder.clocks.monotonic { machine.endLoop() }
        return await ended(position, machine.attemptEnded(outcome))
    }

    /// Asks the run to stop: the exchange or wait under way ends, and STOP follows. Once STOP has begun nothing changes.
    func stop(_ cause: StopCause, because detail: String? = nil) async {
        guard machine.stopRequested(cause) else { return }
        let explanation = detail.map { "\(cause.explanation): \($0)" } ?? cause.explanation
        stopExplanation = explanation
        recorder.log(.note(explanation), .warning, phase: phase)
        isInterrupted = true
        await endStep()
    }

    /// Ends the loop that waits for a signal; false where there is none.
    func signal() -> Bool {
        guard machine.awaitsSignal else { return false }
        machine.endLoop()
        recorder.log(.note("signalled: TEST ends with this pass"), phase: phase)
        return true
    }

    /// Ends the exchange or wait under way.
    func endStep() async {
        if let pause { reactor.interrupt(pause) }
        await listening?.interrupt()
    }

    // MARK: Waiting

    enum Rest { case over, stopped, portLost }

    /// Waits; until the deadline, or until a request to stop or the loss of a port ends it.
    func rest(until deadline: ContinuousClock.Instant) async -> Rest {
        if isInterrupted { return .stopped }
        let token = WaitToken()
        pause = token
        defer { pause = nil }
        guard await reactor.sleep(until: deadline, token: token) == .interrupted else { return .over }
        return isInterrupted || lost.isEmpty ? .stopped : .portLost
    }

    /// The step under way has obeyed the request to stop.
    func obeyed() { isInterrupted = false }

    func port(_ alias: String) -> PortID {
        guard let assigned = request.ports.first(where: { $0.alias == alias }) else {
            preconditionFailure("a plan's steps use its own ports only")
        }
        return assigned.port
    }
}
