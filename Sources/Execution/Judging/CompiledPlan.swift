import Patterns
import RigModel

/// A unit's plan with its patterns compiled, shared by all runs of it.
struct CompiledUUT: Sendable {
    let plan: UUTPlan
    let safeState: [SafeStateStep]
    let start: [CompiledStep]
    let test: [CompiledStep]
    let stop: [CompiledStep]

    init(_ plan: UUTPlan, safeState: [SafeStateStep]) throws(PatternError) {
        self.plan = plan
        self.safeState = safeState
        start = try Self.compile(plan.start)
        test = try Self.compile(plan.test)
        stop = try Self.compile(plan.stop)
    }

    subscript(position: StepPosition) -> CompiledStep {
        switch position.phase {
        case .start: start[position.index]
        case .test: test[position.index]
        case .stop: stop[position.index]
        }
    }

    private static func compile(_ phase: PhasePlan) throws(PatternError) -> [CompiledStep] {
        var steps: [CompiledStep] = []
        for step in phase.steps { steps.append(try CompiledStep(step)) }
        return steps
    }
}

/// A step with its patterns compiled.
struct CompiledStep: Sendable {
    struct LevelPattern: Sendable {
        let level: Level
        let pattern: Pattern
    }
    let plan: StepPlan
    /// In the order of trying.
    let patterns: [LevelPattern]
    let ignore: [Pattern]
    let until: Pattern?

    init(_ plan: StepPlan) throws(PatternError) {
        self.plan = plan
        var patterns: [LevelPattern] = []
        for (level, texts) in plan.levels.inOrder {
            for text in texts { patterns.append(LevelPattern(level: level, pattern: try Pattern(text.source))) }
        }
        self.patterns = patterns
        var ignore: [Pattern] = []
        for text in plan.ignore { ignore.append(try Pattern(text.source)) }
        self.ignore = ignore
        if let text = plan.until { until = try Pattern(text.source) } else { until = nil }
    }

    /// Nothing is expected: the step is done when its bytes are sent.
    var expectsNothing: Bool { patterns.isEmpty }
}
