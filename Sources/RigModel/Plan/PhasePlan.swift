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
    /// How often the steps are gone through, at least 1. Only TEST has more than 1.
    public var times: Int

    public init(steps: [StepPlan], deadline: Duration? = nil, times: Int = 1) {
        self.steps = steps
        self.deadline = deadline
        self.times = times
    }
}
