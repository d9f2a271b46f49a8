import RigModel

/// Judges one recorded attempt by another plan's step.
struct AttemptReplay {
    private let attempt: AttemptRecord
    private let step: CompiledStep
    private let framing: Framing
    private let command: [UInt8]

    init(_ attempt: AttemptRecord, step: CompiledStep, framing: Framing, command: [UInt8]) {
        self.attempt = attempt
        self.step = step
        self.framing = framing
        self.command = command
    }

    /// The rig ended the attempt, not the unit and not the plan.
    private var isTheRigs: Bool {
        switch attempt.outcome {
        case .stopped: true
        case .error(let fault): fault.kind != .matchLimit
        case .level, .noMatch, .timeout, .phaseTimeout: false
        }
    }

    /// Why the record says nothing about this step; nil where it does.
    var mismatch: RejudgedRun.NotJudged.Reason? {
        if isTheRigs { return nil }
        // Where the deadline of the phase was over already, nothing was sent at all.
        let mayBeUnsent = attempt.outcome == .phaseTimeout && attempt.sent.isEmpty
        guard attempt.sent == command || mayBeUnsent else {
            return command.isEmpty && isWithoutLine ? .otherAction : .otherCommand
        }
        // An answer that fits is a frame, and a frame has at least its end of line.
        guard case .level = attempt.outcome, attempt.received.isEmpty else { return nil }
        return step.expectsNothing || isWithoutLine ? nil : .answerNotAwaited
    }

    private var isWithoutLine: Bool {
        switch step.plan.action {
        case .wait, .operator: true
        case .sendText, .sendBytes, .sendFile, .listen: false
        }
    }

    /// Whether an LF that comes next would belong to the last frame.
    func leavesLineFeedAwaited(from before: Bool) -> Bool {
        var splitter = FrameSplitter(.lines, awaitsLineFeed: before)
        var bytes = attempt.received.dropLast(attempt.leftOver.count)
        while splitter.next(from: &bytes, at: .now) != nil {}
        return splitter.awaitsLineFeed
    }

    func end(awaitsLineFeed: Bool, earlier: [String: [String: String]]) -> StepReplay.End {
        if isTheRigs { return kept }
        switch step.plan.action {
        case .wait: return kept
        case .operator(let prompt):
            guard prompt.kind == .scan, attempt.outcome != .timeout, attempt.outcome != .phaseTimeout else {
                return kept
            }
            let text = String(decoding: attempt.received, as: UTF8.self)
            return required(Judgement(entered: text, at: step), earlier)
        case .sendText, .sendBytes, .sendFile, .listen: break
        }
        if step.expectsNothing {
            return StepReplay.End(outcome: .level(.pass), explanation: "sent; no answer is expected")
        }
        return listened(awaitsLineFeed: awaitsLineFeed, earlier: earlier)
    }

    /// The run knew from earlier answers that the line does not echo, where it judged a frame that equals the command.
    private var echo: EchoPolicy {
        guard step.plan.echo == .auto, case .level = attempt.outcome,
            EchoFilter(.auto, of: command).equalsCommand(attempt.received)
        else { return step.plan.echo }
        return .off
    }

    private var kept: StepReplay.End {
        StepReplay.End(outcome: attempt.outcome, explanation: attempt.explanation)
    }

    private func required(
        _ judgement: Judgement, _ earlier: [String: [String: String]], doubts: [String] = []
    ) -> StepReplay.End {
        let judged = judgement.requiring(step.require, of: step.plan.id, earlier: earlier)
        return StepReplay.End(
            outcome: judged.outcome, captures: judged.captures, explanation: judged.explanation, doubts: doubts)
    }

    private func listened(awaitsLineFeed: Bool, earlier: [String: [String: String]]) -> StepReplay.End {
        var (judge, splitter) = (
            StepJudge(step, command: command, echo: echo), FrameSplitter(framing, awaitsLineFeed: awaitsLineFeed)
        )
        var doubts: [String] = []
        if attempt.received.count >= StepConversation.keptBytes {
            doubts.append("only the first \(attempt.received.count) bytes of the answer are stored")
        }
        if case .idle = framing, !attempt.received.isEmpty {
            doubts.append("when its bytes came is not stored: they were judged as one frame")
        }
        var bytes = attempt.received[...]
        var judgement: Judgement?
        while judgement == nil, let frame = splitter.next(from: &bytes, at: .now) {
            judgement = judge.judge(frame.content)
        }
        if judgement == nil, case .idle = framing, let frame = splitter.idle() {
            judgement = judge.judge(frame.content)
        }
        if let judgement {
            if attempt.duration > step.plan.timeout, case .level = attempt.outcome {
                doubts.append(
                    "the answer took \(Readable(attempt.duration)), longer than the plan's timeout of "
                        + "\(Readable(step.plan.timeout))")
            }
            return required(judgement, earlier, doubts: doubts)
        }
        var silence = judge.atDeadline(tail: splitter.tail, waited: max(attempt.duration, step.plan.timeout))
        if attempt.outcome == .phaseTimeout, silence.outcome == .timeout || silence.outcome == .noMatch {
            silence.outcome = .phaseTimeout
        } else if attempt.duration < step.plan.timeout {
            doubts.append(
                "the attempt ended after \(Readable(attempt.duration)): what the unit would have said until the plan's "
                    + "timeout of \(Readable(step.plan.timeout)) is not known")
        }
        return required(silence, earlier, doubts: doubts)
    }
}
