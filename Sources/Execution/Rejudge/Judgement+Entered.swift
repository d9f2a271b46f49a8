import RigModel

extension Judgement {
    /// What a person has scanned or typed, judged: by the step's patterns where it has any, else by its measurements.
    init(entered text: String, at step: CompiledStep) {
        let given = ["text": text]
        guard step.expectsNothing else {
            var judge = StepJudge(step, given: given)
            self = judge.judgeAlone(Array(text.utf8))
            return
        }
        let measurements = step.plan.measures.map { $0.judge(given[$0.name]) }
        let level = measurements.reduce(Level.pass) { max($0, $1.level) }
        self.init(
            outcome: .level(level), captures: given, measurements: measurements,
            explanation: (["\(Quoted(text)) was entered"] + measurements.map(\.sentence)).joined(separator: "; "))
    }
}
