import Patterns
import RigModel
import SerialIO

/// Gathers what speaks for one cause or another when a step was bad.
extension Run {
    /// How long STOP may wait for a look at who else has the port open.
    private static let lookingTime = Duration.seconds(1)

    func hints(_ step: CompiledStep, in phase: Phase) async -> [String] {
        guard let attempt = attempts.last, let clues, let port = unit.plan.port(step.plan.listen),
            let sender = unit.plan.port(step.plan.port)
        else { return stuckHints(step) }
        var hints = CauseHints(
            outcome: attempt.outcome, port: port, sender: sender, sent: attempt.sent, received: attempt.received,
            tail: clues.tail, hasOnlyEcho: clues.hasOnlyEcho, hasJudgedEcho: clues.hasJudgedEcho,
            hasAnswered: answered.contains(port.alias))
        switch attempt.outcome {
        case .timeout, .phaseTimeout, .noMatch: break
        case .level, .error, .stopped: return hints.sentences
        }
        hints.elsewhere = await heardElsewhere(than: step, echoOf: attempt.sent, in: phase)
        if attempt.received.isEmpty || !clues.tail.isEmpty, !hasLookedForReaders, let line = lines[port.alias] {
            // Once in a run: it takes a thread and a walk through /proc.
            hasLookedForReaders = true
            hints.foreignReader = await line.foreignReader(within: Self.lookingTime)?.description
        }
        return hints.sentences
    }

    /// A command that could not be sent never got as far as an answer.
    private func stuckHints(_ step: CompiledStep) -> [String] {
        guard let outcome = attempts.last?.outcome, let port = unit.plan.port(step.plan.listen),
            let sender = unit.plan.port(step.plan.port), case .error = outcome
        else { return [] }
        return CauseHints(outcome: outcome, port: port, sender: sender).sentences
    }

    /// What lies on the other lines of the unit; it is taken from there, as it is before any step on them.
    private func heardElsewhere(
        than step: CompiledStep, echoOf sent: [UInt8], in phase: Phase
    ) async -> [CauseHints.Elsewhere] {
        var heard: [CauseHints.Elsewhere] = []
        let echo = EchoFilter(.auto, of: sent)
        for plan in unit.plan.ports where plan.alias != step.plan.listen {
            guard let line = lines[plan.alias], lost[port(plan.alias)] == nil else { continue }
            let deadline = recorder.clocks.monotonic + Self.lookingTime
            guard let bytes = try? await line.discardInput(until: deadline), !bytes.isEmpty else { continue }
            recorder.log(.discarded(bytes, port(plan.alias)), .debug, phase: phase, step: step.plan.id)
            if echo.equalsCommand(bytes) { continue }
            heard.append(
                CauseHints.Elsewhere(
                    alias: plan.alias, port: port(plan.alias), bytes: bytes, isAnswer: step.isAnswered(by: bytes)))
        }
        return heard
    }
}

extension CompiledStep {
    /// Whether a level's pattern fits a line of these bytes.
    fileprivate func isAnswered(by bytes: [UInt8]) -> Bool {
        var splitter = FrameSplitter(.lines)
        var rest = bytes[...]
        var frames: [[UInt8]] = []
        while let frame = splitter.next(from: &rest, at: .now), frames.count < 100 { frames.append(frame.content) }
        frames.append(splitter.tail)
        return frames.contains { frame in patterns.contains { (try? $0.pattern.match(frame)) ?? nil != nil } }
    }
}
