import Expressions
import Patterns
import RigModel

/// A unit's plan with its patterns compiled, shared by all runs of it.
struct CompiledUUT: Sendable {
    let plan: UUTPlan
    let safeState: [SafeStateStep]
    let start: [CompiledStep]
    let test: [CompiledStep]
    let stop: [CompiledStep]

    init(_ plan: UUTPlan, safeState: [SafeStateStep]) throws(CompilationError) {
        self.plan = plan
        self.safeState = safeState
        start = try Self.compile(plan.start, of: plan)
        test = try Self.compile(plan.test, of: plan)
        stop = try Self.compile(plan.stop, of: plan)
    }

    subscript(position: StepPosition) -> CompiledStep {
        switch position.phase {
        case .start: start[position.index]
        case .test: test[position.index]
        case .stop: stop[position.index]
        }
    }

    private static func compile(
        _ phase: PhasePlan, of unit: UUTPlan
    ) throws(CompilationError) -> [CompiledStep] {
        var steps: [CompiledStep] = []
        for step in phase.steps {
            steps.append(try CompiledStep(step, endOfLine: unit.port(step.port)?.endOfLine ?? .none))
        }
        return steps
    }
}

/// Why a plan cannot be carried out; one that was loaded can.
struct CompilationError: Error, CustomStringConvertible {
    let description: String
}
