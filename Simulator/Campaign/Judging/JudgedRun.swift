public import RigModel

/// What the service has judged in a run.
public struct JudgedRun: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
        public let step: String
        public let verdict: Verdict
        public init(step: String, verdict: Verdict) {
            self.step = step
            self.verdict = verdict
        }
    }
    public let verdict: Verdict
    public let decidingStep: String?
    public let explanation: String
    public let steps: [Step]

    public init(verdict: Verdict, decidingStep: String?, explanation: String, steps: [Step]) {
        self.verdict = verdict
        self.decidingStep = decidingStep
        self.explanation = explanation
        self.steps = steps
    }
}
