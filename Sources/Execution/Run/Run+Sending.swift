import RigModel
import SerialIO

/// What goes out, and what is taken off the line before it.
extension Run {
    struct MissingCapture: Error {
        let step: String
        let name: String
        var explanation: String { "step '\(step)' has captured no '\(name)' in this run" }
    }

    /// The bytes of a step's command.
    func payload(of step: CompiledStep) -> Result<[UInt8], MissingCapture> {
        switch step.payload {
        case .nothing: return .success([])
        case .fixed(let bytes): return .success(bytes)
        case .template(let template, let endOfLine):
            switch template.filled({ step, name in captured[step]?[name] }) {
            case .text(let text): return .success(Array(text.utf8) + endOfLine)
            case .missing(let step, let name): return .failure(MissingCapture(step: step, name: name))
            }
        }
    }

    func framing(_ alias: String) -> Framing { unit.plan.port(alias)?.framing ?? .lines }
    /// A line that does not echo is not asked again: an answer may equal its command.
    func echoPolicy(of step: StepPlan) -> EchoPolicy {
        step.echo == .auto && echoes[step.listen] == false ? .off : step.echo
    }
    func pace(_ alias: String) -> Duration { unit.plan.port(alias)?.pace ?? .zero }

    /// Takes what lies on the line, so that it never satisfies the step.
    func discardLeftOvers(
        _ line: SerialPort, _ alias: String, step: StepPlan, _ position: StepPosition,
        deadline: ContinuousClock.Instant
    ) async throws(SerialError) -> [UInt8] {
        listening = line
        defer { listening = nil }
        let found = try await line.discardInput(quietFor: step.quietBefore, until: deadline)
        discarded(found, alias, step: step, position)
        return found
    }

    /// Records what was taken off a line and judged by nobody.
    func discarded(_ found: [UInt8], _ alias: String, step: StepPlan, _ position: StepPosition) {
        guard !found.isEmpty else { return }
        // The LF of a CRLF that was cut between two reads is no surprise.
        let isLineEnd = found == [0x0a] && awaitsLineFeed.contains(alias)
        awaitsLineFeed.remove(alias)
        recorder.log(
            .discarded(found, port(alias)), isLineEnd ? .debug : .warning, phase: position.phase, step: step.id)
    }

    /// Sends without an answer in mind; what comes meanwhile is recorded.
    func send(
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
        let ending = try await line.converse(sending: payload, pace: pace(step.port), &sending, until: deadline)
        if ending == .deadline, !sending.isDone {
            throw .writeStuck(path: line.path, accepted: sending.sent.count, of: payload.count)
        }
        // An answer would show that the unit has it all.
        if let plan = unit.plan.port(step.port) {
            let arrival = recorder.clocks.monotonic + plan.line.wireTime(of: payload.count)
            lastArrival = max(lastArrival ?? arrival, arrival)
        }
    }
}
