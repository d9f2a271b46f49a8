import PortPool
import RigModel
import SerialIO

extension Run {
    /// Makes one attempt at a step and records it.
    func attempt(_ position: StepPosition, number: Int) async -> Outcome {
        let step = unit[position]
        let began = recorder.clocks.monotonic
        let deadline = deadline(of: step.plan, in: position.phase, from: began)
        var bytes = AttemptBytes()
        let judged = await exchange(step, position, began: began, deadline: deadline, bytes: &bytes)
        judgement = judged
        // However the attempt ended, a request to stop has been heard: the next thing is STOP, which nothing ends.
        obeyed()
        if case .error(let fault) = judged.outcome, let port = fault.port {
            troubles[port] = PortTrouble(message: fault.message, failedToOpen: false)
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
    private struct AttemptBytes {
        var sent: [UInt8] = []
        var received: [UInt8] = []
        var discarded: [UInt8] = []
        var leftOver: [UInt8] = []
    }

    private func deadline(
        of step: StepPlan, in phase: Phase, from began: ContinuousClock.Instant
    ) -> ContinuousClock.Instant {
        let own = began + step.timeout
        guard let phaseDeadline else { return own }
        return min(own, phase == .stop ? max(phaseDeadline, began + StepPlan.lastChance) : phaseDeadline)
    }

    private func exchange(
        _ step: CompiledStep, _ position: StepPosition, began: ContinuousClock.Instant,
        deadline: ContinuousClock.Instant, bytes: inout AttemptBytes
    ) async -> Judgement {
        let plan = step.plan
        if isInterrupted { return stopped }
        if position.phase != .stop, let phaseDeadline, phaseDeadline <= began { return phaseOver(position.phase) }
        if case .wait(let duration) = plan.action {
            let end = began + duration
            let isCut = deadline < end
            guard await rest(until: min(end, deadline)) else { return stopped }
            return isCut
                ? phaseOver(position.phase)
                : Judgement(outcome: .level(.pass), explanation: "waited \(Readable(duration))")
        }
        guard let sender = lines[plan.port], let listener = lines[plan.listen] else {
            preconditionFailure("a run begins with all its lines open")
        }
        let port = port(plan.listen)
        do throws(SerialError) {
            for (alias, line) in plan.port == plan.listen
                ? [(plan.listen, listener)] : [(plan.port, sender), (plan.listen, listener)]
            {
                // A line that babbles must leave time for the command, above all in STOP.
                bytes.discarded += try await discardLeftOvers(
                    line, alias, step: plan, position, deadline: began + began.duration(to: deadline) / 2)
            }
            if isInterrupted { return stopped }
            let payload = payload(of: plan)
            var conversation = StepConversation(
                step, phase: position.phase, framing: framing(plan.listen),
                awaitsLineFeed: awaitsLineFeed.contains(plan.listen), port: port, recorder: recorder)
            if step.expectsNothing || plan.port != plan.listen {
                try await send(payload, on: sender, plan, position, until: deadline, bytes: &bytes)
                if isInterrupted { return stopped }
                if step.expectsNothing {
                    return Judgement(outcome: .level(.pass), explanation: "sent; no answer is expected")
                }
            }
            defer { keep(conversation, plan.listen, &bytes) }
            listening = listener
            defer { listening = nil }
            owing.insert(plan.listen)
            switch try await listener.converse(
                sending: plan.port == plan.listen ? payload : [], &conversation, until: deadline)
            {
            case .finished:
                owing.remove(plan.listen)
                return conversation.judgement ?? stopped
            case .deadline:
                let judged = conversation.judgeTail(waited: began.duration(to: deadline))
                guard deadline == phaseDeadline, judged.outcome.retryCause != nil else { return judged }
                return Judgement(
                    outcome: .phaseTimeout,
                    explanation: "\(judged.explanation); the deadline of \(position.phase.rawValue) passed")
            case .interrupted: return stopped
            }
        } catch {
            let fault = lost[port] ?? lost[self.port(plan.port)] ?? RunFault(error, port: port)
            return Judgement(outcome: .error(fault), explanation: fault.message)
        }
    }

    private func keep(_ conversation: StepConversation, _ alias: String, _ bytes: inout AttemptBytes) {
        bytes.sent += conversation.sent
        bytes.received = conversation.received
        bytes.leftOver = conversation.leftOver
        if conversation.judgement == nil { conversation.logTail() }
        if conversation.uncounted > 0 {
            recorder.log(.note("\(conversation.uncounted) more bytes came than are kept with the step"), .warning)
        }
        if conversation.awaitsLineFeed { awaitsLineFeed.insert(alias) } else { awaitsLineFeed.remove(alias) }
        if !conversation.leftOver.isEmpty {
            recorder.log(.discarded(conversation.leftOver, port(alias)), .debug)
        }
    }

    /// Takes what lies on the line, so that a late answer never satisfies the step.
    private func discardLeftOvers(
        _ line: SerialPort, _ alias: String, step: StepPlan, _ position: StepPosition,
        deadline: ContinuousClock.Instant
    ) async throws(SerialError) -> [UInt8] {
        listening = line
        defer { listening = nil }
        let late = owing.remove(alias) == nil ? .zero : min(lateAnswerTime, step.timeout / 4)
        let found = try await line.discardInput(quietFor: max(step.quietBefore, late), until: deadline)
        guard !found.isEmpty else { return [] }
        // The LF of a CRLF that was cut between two reads is no surprise.
        let isLineEnd = found == [0x0a] && awaitsLineFeed.contains(alias)
        awaitsLineFeed.remove(alias)
        recorder.log(
            .discarded(found, port(alias)), isLineEnd ? .debug : .warning, phase: position.phase, step: step.id)
        return found
    }

    /// Sends without an answer in mind; what comes meanwhile is recorded.
    private func send(
        _ payload: [UInt8], on line: SerialPort, _ step: StepPlan, _ position: StepPosition,
        until deadline: ContinuousClock.Instant, bytes: inout AttemptBytes
    ) async throws(SerialError) {
        guard !payload.isEmpty else { return }
        listening = line
        let port = port(step.port)
        var sending = Sending { [recorder] bytes, time in
            recorder.log(.sent(bytes, port), phase: position.phase, step: step.id, at: time)
        }
        defer {
            listening = nil
            bytes.sent += sending.sent
            bytes.discarded += sending.heard
            if !sending.heard.isEmpty {
                recorder.log(.discarded(sending.heard, port), .debug, phase: position.phase, step: step.id)
            }
        }
        if try await line.converse(sending: payload, &sending, until: deadline) == .deadline, !sending.isDone {
            throw .writeStuck(path: line.path, accepted: sending.sent.count, of: payload.count)
        }
    }

    private func payload(of step: StepPlan) -> [UInt8] {
        switch step.action {
        case .sendText(let text): Array(text.utf8) + (unit.plan.port(step.port)?.endOfLine.bytes ?? [])
        case .sendBytes(let bytes), .sendFile(_, let bytes): bytes
        case .listen, .wait, .operator: []
        }
    }

    private func framing(_ alias: String) -> Framing { unit.plan.port(alias)?.framing ?? .lines }

    private var stopped: Judgement {
        Judgement(outcome: .stopped, explanation: "the run was told to stop during this step")
    }
    private func phaseOver(_ phase: Phase) -> Judgement {
        Judgement(outcome: .phaseTimeout, explanation: "the deadline of \(phase.rawValue) passed")
    }
}
