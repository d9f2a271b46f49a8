/// START, TEST or STOP of a run, always in this order.
public enum Phase: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
    case start = "START", test = "TEST", stop = "STOP"
    private var order: Int {
        switch self {
        case .start: 0
        case .test: 1
        case .stop: 2
        }
    }
    public static func < (left: Phase, right: Phase) -> Bool { left.order < right.order }
}

/// The steps of one phase.
public struct PhasePlan: Sendable, Hashable {
    public var steps: [StepPlan]
    /// For all of them together; nil means only each step's own.
    public var deadline: Duration?
    /// How long the steps are gone through again and again. Only TEST has more than one pass.
    public var loop: LoopPlan

    public init(steps: [StepPlan], deadline: Duration? = nil, loop: LoopPlan = .once) {
        self.steps = steps
        self.deadline = deadline
        self.loop = loop
    }
}

/// How often the steps of TEST are gone through; there is always a first pass, and a pass that has begun is ended.
public enum LoopPlan: Sendable, Hashable {
    /// At least 1.
    case times(Int)
    /// Passes begin until this time is over, from the begin of TEST.
    case duration(Duration)
    /// Passes begin until the run is signalled, by `POST executions/{id}/signal`, `portpool signal` or the plan's hook.
    case untilSignal

    public static let once = LoopPlan.times(1)

    /// The number of passes where it is known beforehand.
    public var fixedCount: Int? { if case .times(let count) = self { count } else { nil } }
}
