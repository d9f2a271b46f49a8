public import RigModel

/// A past run as another plan would have judged it.
public struct RejudgedRun: Sendable, Hashable {
    public var request: ExecutionRequest
    public var endedAt: Timestamp?
    /// As it is stored.
    public var from: Verdict
    public var to: Verdict
    /// Steps are missing that this plan would have carried out: the run would have come to `to`, or to something worse.
    public var isAtBest: Bool
    /// The steps that were judged anew, in the order of the run.
    public var steps: [Step]
    public var notJudged: [NotJudged]

    /// A step that was judged anew.
    public struct Step: Sendable, Hashable {
        public var position: StepPosition
        public var id: String
        public var from: Verdict
        public var to: Verdict
        /// As it is stored.
        public var was: String
        /// Why it would be `to`.
        public var explanation: String
        /// What the record cannot tell, one sentence each; empty where the judgement is certain.
        public var doubts: [String]
        public var flips: Bool { from != to }
    }

    /// A step that keeps its verdict because the record says nothing about the plan's step.
    public struct NotJudged: Sendable, Hashable {
        public enum Reason: String, Sendable, Hashable, CaseIterable {
            case noSuchUnit = "the plan has no such unit"
            case gone = "the plan has no such step"
            case otherPhase = "the plan has it in another phase"
            case otherCommand = "the plan sends another command"
            case otherPort = "the plan listens on another port"
            case answerNotAwaited = "no answer was awaited when it was run"
            case otherAction = "the plan does something else there"
            case notReached = "the plan would have gone to STOP before it"
            case new = "it is new, no answer of it is stored"
            case ended = "the run ended before it"
        }
        public var step: String
        public var reason: Reason
        public init(step: String, reason: Reason) {
            self.step = step
            self.reason = reason
        }
    }

    /// Whether the run or any of its steps would have another verdict.
    public var flips: Bool { from != to || steps.contains(where: \.flips) }
}
