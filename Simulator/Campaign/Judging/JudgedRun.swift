public import RigModel

/// What the service has judged in a run.
public struct JudgedRun: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
        public let step: String
        public let verdict: Verdict
        /// What came in its last attempt.
        public let answer: [UInt8]

        public init(step: String, verdict: Verdict, answer: [UInt8] = []) {
            self.step = step
            self.verdict = verdict
            self.answer = answer
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

    public init(_ run: API.ExecutionDetails) {
        self.init(
            verdict: run.result?.verdict ?? .interrupted, decidingStep: run.result?.decidingStep,
            explanation: run.result?.explanation ?? "the run has not ended",
            steps: run.steps.map { step in
                Step(
                    step: step.step, verdict: step.verdict,
                    answer: step.attempts.last.map { LogCheck.hex($0.receivedHex) } ?? [])
            })
    }
}
