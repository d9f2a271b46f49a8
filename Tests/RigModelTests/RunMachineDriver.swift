import RigModel

/// Drives a run's machine without a clock or a line.
struct DrivenRun {
    var trace: [String] = []
    var phases: [String] = []
    var conclusion: RunConclusion
}

extension UUTPlan {
    static func steps(
        start: [StepPlan] = [], test: [StepPlan] = [], loop: LoopPlan = .once, stop: [StepPlan] = []
    ) -> UUTPlan {
        UUTPlan(
            id: "unit", ports: [], serialFrom: nil, start: PhasePlan(steps: start),
            test: PhasePlan(steps: test, loop: loop), stop: PhasePlan(steps: stop))
    }

    /// Answers each attempt with the outcome that `outcomes` has for its step, PASS where it has none.
    ///
    /// - Parameters:
    ///   - stopAt: the attempt, from 1, during which someone asks the run to stop.
    ///   - endLoopAt: the attempt during which the loop is ended.
    func drive(
        _ outcomes: [String: [Outcome]] = [:], recovers: Bool = false, safeState: Int = 0, stopAt: Int? = nil,
        endLoopAt: Int? = nil
    ) -> DrivenRun {
        var machine = RunMachine(plan: self, safeStateCount: safeState, recovers: recovers)
        var left = outcomes
        var trace: [String] = []
        var phases: [String] = []
        var attempts = 0
        var action = machine.begin()
        while true {
            switch action {
            case .enter(let phase, let iteration):
                phases.append("\(phase.rawValue) \(iteration)")
                action = machine.entered()
            case .attempt(let position, let number), .retry(let position, let number, _):
                attempts += 1
                let id = self[position.phase].steps[position.index].id
                trace.append(number == 1 ? id : "\(id)#\(number)")
                var outcome = left[id]?.isEmpty == false ? left[id]?.removeFirst() : nil
                if attempts == endLoopAt { machine.endLoop() }
                if attempts == stopAt, machine.stopRequested(.abort(reason: "test")) { outcome = .stopped }
                action = machine.attemptEnded(outcome ?? .level(.pass)).next
            case .safeState(let index):
                trace.append("safe\(index)")
                action = machine.safeStateEnded(fault: nil)
            case .finish(let conclusion):
                return DrivenRun(trace: trace, phases: phases, conclusion: conclusion)
            }
        }
    }
}
