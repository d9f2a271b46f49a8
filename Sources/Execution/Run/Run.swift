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
    private(set) var recorder: RunRecorder
    private var machine: RunMachine

    /// By the plan's alias.
    var lines: [String: SerialPort] = [:]
    var awaitsLineFeed: Set<String> = []
    /// Lines on which an answer may still come: the last attempt there did not wait for it, or not long enough.
    var owing: Set<String> = []
    /// Ports that are gone or may not be used any more, and why.
    var lost: [PortID: RunFault] = [:]
    var troubles: [PortID: PortTrouble] = [:]

    /// The line whose exchange is under way; ended by a request to stop.
    var listening: SerialPort?
    private var pause: WaitToken?
    /// A request to stop that the step under way has yet to obey.
    private(set) var isInterrupted = false

    private var phase: Phase?
    private var iteration = 0
    var phaseDeadline: ContinuousClock.Instant?

    /// Of the step under way.
    var attempts: [AttemptRecord] = []
    var judgement: Judgement?
    private var stepBegan: ContinuousClock.Instant?

    private var stopExplanation: String?
    private var stepsDone = 0
    private var unitSerial: String?
    private var decidingExplanation: (verdict: Verdict, step: String, text: String)?

    init(
        _ request: ExecutionRequest, unit: CompiledUUT, lateAnswerTime: Duration, reactor: Reactor,
        spine: any EventSpine, clocks: Clocks
    ) {
        self.request = request
        self.lateAnswerTime = lateAnswerTime
        self.unit = unit
        self.reactor = reactor
        recorder = RunRecorder(request: request, spine: spine, clocks: clocks, began: clocks.monotonic)
        machine = RunMachine(plan: unit.plan, safeStateCount: unit.safeState.count)
    }

    /// Carries the run out, from opening its lines to closing them.
    func perform(on ports: [DiscoveredPort]) async -> ExecutionResult {
        // The wait for the ports is not a part of the run.
        recorder.began = recorder.clocks.monotonic
        let startedAt = recorder.clocks.wall
        await recorder.spine.commit(.executionStarted(request, at: startedAt))
        var action: RunMachine.Action
        if let fault = await openLines(ports) {
            recorder.log(.note(fault.message), .error)
            action = machine.openingFailed(fault)
        } else {
            action = machine.begin()
        }
        while true {
            switch action {
            case .attempt(let position, let number):
                enter(position)
                let outcome = await attempt(position, number: number)
                action = ended(position, machine.attemptEnded(outcome))
            case .retry(let position, let number, let delay):
                recorder.log(
                    .note("attempt \(number) of \(unit[position].plan.retries.count + 1) follows: \(lastExplanation)"),
                    .warning, phase: position.phase, step: unit[position].plan.id)
                if await rest(until: recorder.clocks.monotonic + delay) {
                    let outcome = await attempt(position, number: number)
                    action = ended(position, machine.attemptEnded(outcome))
                } else {
                    isInterrupted = false
                    action = ended(position, machine.retryAbandoned(lastOutcome: attempts.last?.outcome ?? .stopped))
                }
            case .safeState(let index): action = machine.safeStateEnded(fault: await sendSafeState(index))
            case .finish(let conclusion):
                for line in lines.values { await line.close() }
                return result(conclusion, startedAt: startedAt)
            }
        }
    }

    /// Asks the run to stop: the exchange or wait under way ends, and STOP follows. Once STOP has begun nothing changes.
    func stop(_ cause: StopCause) async {
        guard machine.stopRequested(cause) else { return }
        stopExplanation = cause.explanation
        recorder.log(.note("\(cause.explanation)"), .warning, phase: phase)
        isInterrupted = true
        if let pause { reactor.interrupt(pause) }
        await listening?.interrupt()
    }

    /// Obeys what befalls the lease, until the mailbox is closed.
    func readMail() async {
        while let (events, bell) = mailbox.take() {
            for event in events { await leaseChanged(event) }
            if events.isEmpty { _ = await reactor.sleep(until: nil, token: bell) }
        }
    }

    /// A lost port may not be used any more; a lease that ended takes all of them.
    private func leaseChanged(_ event: LeaseEvent) async {
        switch event {
        case .portLost(let port): await lose(port, .unplugged, "port \(port) was unplugged")
        case .ended(let reason):
            for assigned in request.ports { await lose(assigned.port, .leaseLost, "port \(assigned.port): \(reason)") }
            await stop(.leaseLost)
        }
    }

    private func lose(_ port: PortID, _ kind: RunFault.Kind, _ message: String) async {
        guard lost[port] == nil else { return }
        lost[port] = RunFault(kind, port: port, message: message)
        guard let alias = request.ports.first(where: { $0.port == port })?.alias else { return }
        await lines[alias]?.fence()
    }

    // MARK: Waiting

    /// Waits; false where a request to stop ended the wait.
    func rest(until deadline: ContinuousClock.Instant) async -> Bool {
        if isInterrupted { return false }
        let token = WaitToken()
        pause = token
        defer { pause = nil }
        return await reactor.sleep(until: deadline, token: token) != .interrupted
    }

    /// The step under way has obeyed the request to stop.
    func obeyed() { isInterrupted = false }

    // MARK: Steps

    private func enter(_ position: StepPosition) {
        if phase != position.phase {
            phaseDeadline = unit.plan[position.phase].deadline.map { recorder.clocks.monotonic + $0 }
        }
        if phase != position.phase || iteration != position.iteration {
            phase = position.phase
            iteration = position.iteration
            let plan = unit.plan[position.phase]
            recorder.phaseStarted(
                position.phase, iteration: position.iteration, of: plan.loop.fixedCount ?? 1, steps: plan.steps.map(\.id))
        }
        attempts = []
        judgement = nil
        stepBegan = recorder.clocks.monotonic
    }

    private var lastExplanation: String { attempts.last?.explanation ?? "" }

    private func ended(
        _ position: StepPosition, _ end: (step: Verdict?, next: RunMachine.Action)
    ) -> RunMachine.Action {
        guard let verdict = end.step else { return end.next }
        let step = unit[position].plan
        let began = stepBegan ?? recorder.clocks.monotonic
        let captures = judgement?.captures ?? [:]
        let explanation =
            attempts.count > 1 ? "\(lastExplanation) (attempt \(attempts.count))" : lastExplanation
        recorder.stepCompleted(
            StepRecord(
                execution: request.id, bib: request.bib, instance: request.instance, position: position,
                ordinal: machine.ordinal(of: position), stepID: step.id, port: port(step.listen), verdict: verdict,
                retried: attempts.count > 1 && verdict <= .warn, startedAt: recorder.wall(began),
                duration: began.duration(to: recorder.clocks.monotonic), attempts: attempts, captures: captures,
                measurements: judgement?.measurements ?? [], explanation: explanation))
        stepsDone += 1
        if let source = unit.plan.serialFrom, source.step == step.id, verdict <= .warn {
            unitSerial = captures[source.capture] ?? unitSerial
        }
        if verdict > (decidingExplanation?.verdict ?? .pass) {
            decidingExplanation = (verdict, step.id, "\(position.phase.rawValue) step '\(step.id)': \(explanation)")
        }
        return end.next
    }

    func port(_ alias: String) -> PortID {
        guard let assigned = request.ports.first(where: { $0.alias == alias }) else {
            preconditionFailure("a plan's steps use its own ports only")
        }
        return assigned.port
    }

    // MARK: End

    private func result(_ conclusion: RunConclusion, startedAt: Timestamp) -> ExecutionResult {
        ExecutionResult(
            request: request, verdict: conclusion.verdict, worstLevel: conclusion.worstLevel, unitSerial: unitSerial,
            startedAt: startedAt, endedAt: recorder.clocks.wall,
            duration: recorder.began.duration(to: recorder.clocks.monotonic), stepsDone: stepsDone,
            explanation: explanation(conclusion),
            decidingStep: decidingExplanation?.verdict == conclusion.verdict ? decidingExplanation?.step : nil)
    }

    private func explanation(_ conclusion: RunConclusion) -> String {
        if conclusion.verdict == .pass { return "all \(stepsDone) steps passed" }
        if let deciding = decidingExplanation, deciding.verdict == conclusion.verdict,
            deciding.verdict != .aborted
        {
            return deciding.text
        }
        if conclusion.verdict == .aborted, let cause = conclusion.stopCause { return cause.explanation }
        return conclusion.fault?.message ?? "the run ended with \(conclusion.verdict.rawValue)"
    }
}

extension Run {
    /// The run never got its ports: what it came to without having begun.
    func neverBegan(_ error: PoolError) -> ExecutionResult {
        let (verdict, explanation): (Verdict, String) =
            switch error {
            case .withdrawn: (.aborted, stopExplanation ?? error.description)
            case .unknownPort, .offline, .quarantined, .waitedTooLong: (.error, error.description)
            }
        return ExecutionResult(
            request: request, verdict: verdict, worstLevel: nil, unitSerial: nil, startedAt: nil,
            endedAt: recorder.clocks.wall, duration: .zero, stepsDone: 0, explanation: explanation, decidingStep: nil)
    }
}
