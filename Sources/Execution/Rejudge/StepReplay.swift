import RigModel

/// Judges the recorded attempts of one step by another plan's step.
struct StepReplay {
    /// What the step would have come to.
    struct End {
        var outcome: Outcome
        var captures: [String: String] = [:]
        var explanation: String
        var doubts: [String] = []
    }

    private let record: StepRecord
    private let step: CompiledStep
    private let framing: Framing
    /// What earlier steps have captured, by step.
    private let earlier: [String: [String: String]]

    init(_ record: StepRecord, step: CompiledStep, framing: Framing, earlier: [String: [String: String]]) {
        self.record = record
        self.step = step
        self.framing = framing
        self.earlier = earlier
    }

    /// The first attempt that the plan would not have repeated ends the step.
    ///
    /// - Parameter awaitsLineFeed: how the exchange before left the line.
    func end(awaitsLineFeed: Bool) -> Result<End, NotJudged> {
        let command: [UInt8]
        switch payload {
        case .success(let bytes): command = bytes
        case .failure(let end): return .success(end)
        }
        var awaitsLineFeed = awaitsLineFeed
        var last: End?
        for (index, attempt) in record.attempts.enumerated() {
            let replay = AttemptReplay(attempt, step: step, framing: framing, command: command)
            if let reason = replay.mismatch { return .failure(NotJudged(reason)) }
            if !attempt.discarded.isEmpty { awaitsLineFeed = false }
            var end = replay.end(awaitsLineFeed: awaitsLineFeed, earlier: earlier)
            awaitsLineFeed = replay.leavesLineFeedAwaited(from: awaitsLineFeed)
            let isRepeated =
                end.outcome.retryCause.map(step.plan.retries.causes.contains) == true
                && index < step.plan.retries.count
            guard isRepeated else { return .success(end) }
            if index == record.attempts.count - 1 {
                end.doubts.append("the plan would try again, and no further attempt is recorded")
            }
            last = end
        }
        // A step without an attempt was told to stop before it began.
        return .success(
            last ?? End(outcome: .stopped, captures: record.captures, explanation: record.explanation))
    }

    private enum Payload {
        case success([UInt8])
        case failure(End)
    }

    private var payload: Payload {
        switch step.payload {
        case .nothing: return .success([])
        case .fixed(let bytes): return .success(bytes)
        case .template(let template, let endOfLine):
            switch template.filled({ step, name in earlier[step]?[name] }) {
            case .text(let text): return .success(Array(text.utf8) + endOfLine)
            case .missing(let step, let name):
                return .failure(
                    End(
                        outcome: .level(.fail),
                        explanation: "nothing would be sent: step '\(step)' captures no '\(name)' in this run"))
            }
        }
    }
}
