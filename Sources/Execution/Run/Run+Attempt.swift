import PortPool
import RigModel
import SerialIO

extension Run {
    /// In STOP a command is sent even where the phase's time is over; its answer gets this long.
    private static let lastChance: Duration = .milliseconds(100)

    /// Makes one attempt at a step and records it.
    func attempt(_ position: StepPosition, number: Int) async -> Outcome {
        let step = unit[position]
        let began = recorder.clocks.monotonic
        let deadline = deadline(of: step.plan, in: position.phase, from: began)
        var bytes = AttemptBytes()
        let judged = await exchange(step, position, began: began, deadline: deadline, bytes: &bytes)
        judgement = judged
        if judged.outcome == .stopped { obeyed() }
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
        return min(own, phase == .stop ? max(phaseDeadline, began + Self.lastChance) : phaseDeadline)
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
                bytes.discarded += try await discardLeftOvers(line, alias, step: plan, position, deadline: deadline)
            }
            if isInterrupted { return stopped }
            let payload = payload(of: plan)
            var conversation = StepConversation(
                step, phase: position.phase, framing: framing(plan.listen),
                awaitsLineFeed: awaitsLineFeed.contains(plan.listen), port: port, recorder: recorder)
            if !payload.isEmpty {
                bytes.sent = payload
                recorder.log(.sent(payload, self.port(plan.port)), phase: position.phase, step: plan.id)
            }
            if step.expectsNothing || plan.port != plan.listen {
                let heard = try await send(payload, on: sender, until: deadline)
                if !heard.isEmpty {
                    recorder.log(.discarded(heard, self.port(plan.port)), .debug, phase: position.phase, step: plan.id)
                }
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
        bytes.received = conversation.received
        bytes.leftOver = conversation.leftOver
        if conversation.judgement == nil { conversation.logTail() }
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
        // A quarter of the step's own time at most: a line that babbles must not take all of it.
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

    /// Sends without an answer in mind; what comes meanwhile is returned.
    private func send(
        _ bytes: [UInt8], on line: SerialPort, until deadline: ContinuousClock.Instant
    ) async throws(SerialError) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        listening = line
        defer { listening = nil }
        var sending = Sending()
        if try await line.converse(sending: bytes, &sending, until: deadline) == .deadline, !sending.isDone {
            throw .writeStuck(path: line.path, accepted: 0, of: bytes.count)
        }
        return sending.heard
    }

    private func payload(of step: StepPlan) -> [UInt8] {
        switch step.action {
        case .sendText(let text): Array(text.utf8) + (unit.plan.port(step.port)?.endOfLine.bytes ?? [])
        case .sendBytes(let bytes): bytes
        case .listen, .wait: []
        }
    }

    private func framing(_ alias: String) -> Framing { unit.plan.port(alias)?.framing ?? .lines }

    private var stopped: Judgement {
        Judgement(outcome: .stopped, explanation: "the run was told to stop during this step")
    }
    private func phaseOver(_ phase: Phase) -> Judgement {
        Judgement(outcome: .phaseTimeout, explanation: "the deadline of \(phase.rawValue) passed")
    }

    // MARK: Safe state

    /// Sends one command of the safe state and records what comes back until its time is over or a frame is complete.
    func sendSafeState(_ index: Int) async -> RunFault? {
        let step = unit.safeState[index]
        let alias = step.port ?? unit.plan.ports[0].alias
        // A safe state speaks of a BIB's ports; a unit that has no port of that name has nothing to make safe there.
        guard let line = lines[alias], let plan = unit.plan.port(alias) else { return nil }
        if index == 0 { recorder.log(.note("safe state")) }
        let id = port(alias)
        let payload = Array(step.send.utf8) + plan.endOfLine.bytes
        let deadline = recorder.clocks.monotonic + step.timeout
        recorder.log(.sent(payload, id))
        do throws(SerialError) {
            var reply = SafeStateReply(splitter: FrameSplitter(plan.framing))
            defer { if !reply.bytes.isEmpty { recorder.log(.received(reply.bytes, id)) } }
            _ = try await line.converse(sending: payload, &reply, until: deadline)
            return nil
        } catch {
            let fault = lost[id] ?? RunFault(error, port: id)
            recorder.log(.note("safe state: \(fault.message)"), .error)
            return fault
        }
    }
}

/// Finished as soon as all is sent.
private struct Sending: Conversation {
    var heard: [UInt8] = []
    var idleDeadline: ContinuousClock.Instant?
    var isDone: Bool { idleDeadline != nil }
    mutating func sent(_ bytes: [UInt8], at time: ContinuousClock.Instant) { idleDeadline = time }
    mutating func received(_ bytes: ArraySlice<UInt8>, at time: ContinuousClock.Instant) -> Bool {
        heard += bytes
        return false
    }
    mutating func idle(at time: ContinuousClock.Instant) -> Bool { true }
}

/// Waits for one frame and keeps the bytes.
private struct SafeStateReply: Conversation {
    var splitter: FrameSplitter
    var bytes: [UInt8] = []
    var idleDeadline: ContinuousClock.Instant? { splitter.idleDeadline }
    mutating func received(_ slice: ArraySlice<UInt8>, at time: ContinuousClock.Instant) -> Bool {
        bytes += slice
        var rest = slice
        return splitter.next(from: &rest, at: time) != nil
    }
    mutating func idle(at time: ContinuousClock.Instant) -> Bool { splitter.idle() != nil }
}
