/// A place in a run: phase, pass of the phase (from 1) and step (from 0).
public struct StepPosition: Sendable, Hashable {
    public var phase: Phase
    public var iteration: Int
    public var index: Int
    public init(phase: Phase, iteration: Int, index: Int) {
        self.phase = phase
        self.iteration = iteration
        self.index = index
    }
}

/// What a run came to.
public struct RunConclusion: Sendable, Hashable {
    public var verdict: Verdict
    /// The worst level that the unit itself reached; nil where none of its answers was judged.
    public var worstLevel: Level?
    /// The step that made the verdict; nil for a PASS and where no step did.
    public var cause: StepPosition?
    public var stopCause: StopCause?
    public var fault: RunFault?
    public init(
        verdict: Verdict, worstLevel: Level?, cause: StepPosition?, stopCause: StopCause?, fault: RunFault?
    ) {
        self.verdict = verdict
        self.worstLevel = worstLevel
        self.cause = cause
        self.stopCause = stopCause
        self.fault = fault
    }
}

extension Verdict {
    /// The level that a verdict on the unit stands for; nil where it is TIMEOUT or the rig's.
    public var level: Level? {
        switch self {
        case .pass: .pass
        case .warn: .warn
        case .fail: .fail
        case .critical: .critical
        case .timeout, .aborted, .error, .interrupted: nil
        }
    }
}
