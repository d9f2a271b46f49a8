internal import RigModel

/// How far a run is, from the events of its phases and steps.
struct RunProgress: Sendable, Hashable {
    let request: ExecutionRequest
    let startedAt: Timestamp
    private(set) var phase: Phase?
    /// The worst verdict of a step so far.
    private(set) var worst: Verdict = .pass
    /// Ids of the steps of the current phase.
    private var steps: [String] = []
    /// Steps of the run that lie before the current phase.
    private var before = 0
    /// Of the step that is being done, within its phase.
    private var index = 0

    init(request: ExecutionRequest, startedAt: Timestamp) {
        self.request = request
        self.startedAt = startedAt
    }

    /// STOP is counted from the end: a run that fails skips what lies before it.
    mutating func enter(_ start: PhaseStart) {
        before = start.phase == .stop ? request.stepCount - start.steps.count : before + steps.count
        phase = start.phase
        steps = start.steps
        index = 0
    }

    mutating func complete(_ step: StepRecord) {
        worst = max(worst, step.verdict)
        if step.position.phase == phase { index = step.position.index + 1 }
    }

    /// The step that is being done; nil between phases.
    var step: String? { steps.indices.contains(index) ? steps[index] : nil }
    /// Of that step within the run, from 1.
    var stepIndex: Int { min(done + 1, request.stepCount) }
    /// 0 to 100, to a tenth.
    var percentage: Double {
        guard request.stepCount > 0 else { return 0 }
        return (Double(done) * 1_000 / Double(request.stepCount)).rounded() / 10
    }
    private var done: Int { max(0, min(before + index, request.stepCount)) }
}
