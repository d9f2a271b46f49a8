import PortPool
import RigModel
import SerialIO

extension Run {
    /// Makes one attempt at a step and records it.
    func attempt(_ position: StepPosition, number: Int) async -> Outcome {
        let step = unit[position]
        var bytes = AttemptBytes()
        // The time of the step begins when nothing is owed any more.
        if let late = await hearWhatIsOwed(before: step, position) { bytes.discarded = late }
        let began = recorder.clocks.monotonic
        clues = nil
        var judged = await exchange(step, position, began: began, bytes: &bytes)
            .requiring(step.require, of: step.plan.id, earlier: captured)
        if let command = bytes.command, bytes.sent.count >= command { isCommandSent = true }
        if !bytes.leftOver.isEmpty { judged.explanation += "; left over: \(Quoted(bytes.leftOver))" }
        judgement = judged
        // However the attempt ended, a request to stop has been heard: the next thing is STOP, which nothing ends.
        obeyed()
        if case .error(let fault) = judged.outcome, let port = fault.port {
            troubles[port] = PortTrouble(message: fault.message, failedToOpen: false)
            if fault.kind == .unplugged { hungUp.insert(port) }
        }
        attempts.append(
            AttemptRecord(
                number: number, startedAt: recorder.wall(began),
                duration: began.duration(to: recorder.clocks.monotonic), sent: bytes.sent, received: bytes.received,
                discarded: bytes.discarded, leftOver: bytes.leftOver, outcome: judged.outcome,
                explanation: judged.explanation))
        return judged.outcome
    }

    /// The bytes of an attempt, kept whatever becomes of it.
    struct AttemptBytes {
        /// How many were to be sent; nil where it did not come to that.
        var command: Int?
        var sent: [UInt8] = []
        var received: [UInt8] = []
        var discarded: [UInt8] = []
        var leftOver: [UInt8] = []
    }

    private func deadline(
        of step: StepPlan, in phase: Phase, from began: ContinuousClock.Instant
    ) -> ContinuousClock.Instant {
        let own = began + step.timeout
        guard let limit = limit(of: phase)?.instant else { return own }
        return min(own, phase == .stop ? max(limit, began + StepPlan.lastChance) : limit)
    }

    private func exchange(
        _ step: CompiledStep, _ position: StepPosition, began: ContinuousClock.Instant, bytes: inout AttemptBytes
    ) async -> Judgement {
        if let halt = halt(in: position.phase) { return halt }
        let deadline = deadline(of: step.plan, in: position.phase, from: began)
        if position.phase != .stop, let limit = limit(of: position.phase), limit.instant <= began {
            return Judgement(outcome: .phaseTimeout, explanation: "\(limit.name) passed")
        }
        switch step.plan.action {
        case .wait(let duration): return await wait(duration, in: position.phase, from: began, until: deadline)
        case .operator(let prompt):
            return await ask(prompt, step, position, from: began, until: deadline, bytes: &bytes)
        case .sendText, .sendBytes, .sendFile, .listen:
            switch payload(of: step) {
            case .success(let payload):
                return await converse(payload, step, position, from: began, until: deadline, bytes: &bytes)
            case .failure(let missing):
                return Judgement(outcome: .level(.fail), explanation: "nothing was sent: \(missing.explanation)")
            }
        }
    }

    private func wait(
        _ duration: Duration, in phase: Phase, from began: ContinuousClock.Instant,
        until deadline: ContinuousClock.Instant
    ) async -> Judgement {
        let end = began + duration
        if await rest(until: min(end, deadline)) != .over { return halt(in: phase) ?? stopped }
        return deadline < end
            ? overdue(phase, deadline) ?? Judgement(outcome: .timeout, explanation: "the step's timeout ended its wait")
            : Judgement(outcome: .level(.pass), explanation: "waited \(Readable(duration))")
    }

    private func converse(
        _ payload: [UInt8], _ step: CompiledStep, _ position: StepPosition, from began: ContinuousClock.Instant,
        until deadline: ContinuousClock.Instant, bytes: inout AttemptBytes
    ) async -> Judgement {
        let plan = step.plan
        guard let sender = lines[plan.port], let listener = lines[plan.listen] else {
            preconditionFailure("a run begins with all its lines open")
        }
        let port = port(plan.listen)
        bytes.command = payload.count
        do throws(SerialError) {
            for (alias, line) in plan.port == plan.listen
                ? [(plan.listen, listener)] : [(plan.port, sender), (plan.listen, listener)]
            {
                // A line that babbles must leave time for the command, above all in STOP.
                bytes.discarded += try await discardLeftOvers(
                    line, alias, step: plan, position, deadline: began + began.duration(to: deadline) / 2)
            }
            if let halt = halt(in: position.phase) { return halt }
            var conversation = StepConversation(
                step, command: payload, echo: echoPolicy(of: plan), phase: position.phase,
                framing: framing(plan.listen),
                awaitsLineFeed: awaitsLineFeed.contains(plan.listen), port: port, recorder: recorder)
            if step.expectsNothing || plan.port != plan.listen {
                try await send(payload, on: sender, plan, position, until: deadline, bytes: &bytes)
                if let halt = halt(in: position.phase) { return halt }
                if step.expectsNothing {
                    // Units answer all the same, and nobody listens now.
                    debts[plan.port, default: AnswerDebt()].commandSent(at: recorder.clocks.monotonic)
                    return Judgement(outcome: .level(.pass), explanation: "sent; no answer is expected")
                }
            }
            defer { keep(&conversation, of: plan, position, &bytes) }
            listening = listener
            defer { listening = nil }
            if !payload.isEmpty { debts[plan.listen, default: AnswerDebt()].commandSent(at: recorder.clocks.monotonic) }
            switch try await listener.converse(
                sending: plan.port == plan.listen ? payload : [], pace: pace(plan.port), &conversation,
                until: deadline)
            {
            case .finished:
                debts[plan.listen]?.answered(at: recorder.clocks.monotonic)
                answered.insert(plan.listen)
                return conversation.judgement ?? stopped
            case .deadline:
                let judged = conversation.judgeTail(waited: began.duration(to: deadline))
                guard judged.outcome == .timeout || judged.outcome == .noMatch,
                    let overdue = overdue(position.phase, deadline)
                else { return judged }
                return Judgement(
                    outcome: .phaseTimeout, explanation: "\(judged.explanation); \(overdue.explanation)")
            case .interrupted: return halt(in: position.phase) ?? stopped
            }
        } catch {
            if let leaseEnd { return stopped(leaseEnd) }
            let failed = error.path == sender.path ? self.port(plan.port) : port
            let fault = lost[failed] ?? lost[port] ?? lost[self.port(plan.port)] ?? RunFault(error, port: failed)
            return Judgement(outcome: .error(fault), explanation: fault.message)
        }
    }

    private func keep(
        _ conversation: inout StepConversation, of step: StepPlan, _ position: StepPosition, _ bytes: inout AttemptBytes
    ) {
        let alias = step.listen
        conversation.logRest()
        if let shown = conversation.showsEcho { echoes[alias] = shown }
        bytes.sent += conversation.sent
        bytes.received = conversation.received
        bytes.leftOver = conversation.leftOver
        clues = Clues(conversation)
        if conversation.uncounted > 0 {
            recorder.log(.note("\(conversation.uncounted) more bytes came than are kept with the step"), .warning)
        }
        if conversation.awaitsLineFeed { awaitsLineFeed.insert(alias) } else { awaitsLineFeed.remove(alias) }
        if !conversation.leftOver.isEmpty {
            recorder.log(
                .discarded(conversation.leftOver, port(alias)), .debug, phase: position.phase, step: step.id)
        }
    }
}
