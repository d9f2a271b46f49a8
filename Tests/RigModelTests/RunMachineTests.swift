import RigModel
import Testing

/// Every way through a run, with no clock and no line.
@Suite struct RunMachineTests {
    /// Answers each attempt with the outcome that `outcomes` has for its step (PASS where it has none), and writes down
    /// what happened.
    private func drive(
        _ plan: UUTPlan, safeState: Int = 1, outcomes: [String: [Outcome]] = [:], stopAt: String? = nil
    ) -> (trace: [String], conclusion: RunConclusion) {
        var machine = RunMachine(plan: plan, safeStateCount: safeState)
        var left = outcomes
        var trace: [String] = []
        var action = machine.begin()
        while true {
            switch action {
            case .enter: action = machine.entered()
            case .attempt(let position, let number), .retry(let position, let number, _):
                let id = plan[position.phase].steps[position.index].id
                trace.append(number == 1 ? id : "\(id)#\(number)")
                var outcome = left[id]?.isEmpty == false ? left[id]?.removeFirst() : nil
                if id == stopAt, machine.stopRequested(.abort(reason: "test")) { outcome = .stopped }
                action = machine.attemptEnded(outcome ?? .level(.pass)).next
            case .safeState(let index):
                trace.append("safe\(index)")
                action = machine.safeStateEnded(fault: nil)
            case .finish(let conclusion): return (trace, conclusion)
            }
        }
    }

    private func plan(
        test: [StepPlan] = [.sending("t1"), .sending("t2")], times: Int = 1
    ) -> UUTPlan {
        UUTPlan(
            id: "unit", ports: [], serialFrom: nil, start: PhasePlan(steps: [.sending("s1")]),
            test: PhasePlan(steps: test, loop: .times(times)), stop: PhasePlan(steps: [.sending("e1"), .sending("e2")]))
    }

    private let unplugged = Outcome.error(RunFault(.unplugged, port: "FT1-A", message: "gone"))

    @Test func aGoodRunGoesThroughAllStepsThenTheSafeState() {
        let (trace, conclusion) = drive(plan())
        #expect(trace == ["s1", "t1", "t2", "e1", "e2", "safe0"])
        #expect(conclusion.verdict == .pass)
        #expect(conclusion.worstLevel == .pass)
    }

    @Test(arguments: [
        ("s1", Outcome.level(.fail), ["s1", "e1", "e2", "safe0"], Verdict.fail),
        ("s1", .timeout, ["s1", "e1", "e2", "safe0"], .timeout),
        ("t1", .level(.fail), ["s1", "t1", "e1", "e2", "safe0"], .fail),
        ("t1", .level(.critical), ["s1", "t1", "e1", "e2", "safe0"], .critical),
        ("t1", .noMatch, ["s1", "t1", "e1", "e2", "safe0"], .fail),
        ("t1", .phaseTimeout, ["s1", "t1", "e1", "e2", "safe0"], .timeout),
        ("t1", .level(.warn), ["s1", "t1", "t2", "e1", "e2", "safe0"], .warn),
        ("e1", .level(.fail), ["s1", "t1", "t2", "e1", "e2", "safe0"], .fail),
        ("e1", .timeout, ["s1", "t1", "t2", "e1", "e2", "safe0"], .timeout),
    ])
    func everyWayOutLeadsThroughStopOnce(step: String, outcome: Outcome, trace: [String], verdict: Verdict) {
        let run = drive(plan(), outcomes: [step: [outcome]])
        #expect(run.trace == trace)
        #expect(run.conclusion.verdict == verdict)
    }

    @Test func anUnpluggedPortEndsInErrorAndStopIsTried() {
        let run = drive(plan(), outcomes: ["t1": [unplugged], "e1": [unplugged], "e2": [unplugged]])
        #expect(run.trace == ["s1", "t1", "e1", "e2", "safe0"])
        #expect(run.conclusion.verdict == .error)
        #expect(run.conclusion.fault?.kind == .unplugged)
    }

    @Test func aFailThatMayContinueGoesOnAndStillCounts() {
        let steps: [StepPlan] = [.sending("t1", onFail: .continue), .sending("t2")]
        let run = drive(plan(test: steps), outcomes: ["t1": [.level(.fail)]])
        #expect(run.trace == ["s1", "t1", "t2", "e1", "e2", "safe0"])
        #expect(run.conclusion.verdict == .fail)
    }

    /// D9: the policy of one step is not another's.
    @Test func d9ThePolicyOfOneStepIsItsOwn() {
        let steps: [StepPlan] = [.sending("t1", onFail: .continue), .sending("t2"), .sending("t3")]
        let run = drive(plan(test: steps), outcomes: ["t2": [.level(.fail)]])
        #expect(run.trace == ["s1", "t1", "t2", "e1", "e2", "safe0"])
    }

    @Test func criticalGoesToStopWhateverThePolicy() {
        let steps: [StepPlan] = [.sending("t1", onFail: .continue), .sending("t2")]
        let run = drive(plan(test: steps), outcomes: ["t1": [.level(.critical)]])
        #expect(run.trace == ["s1", "t1", "e1", "e2", "safe0"])
    }

    /// D1: retries are real, and the last attempt counts.
    @Test func d1ARetriedStepTakesItsLastOutcome() {
        let twice = RetryPolicy(count: 2, delay: .milliseconds(10))
        let steps: [StepPlan] = [.sending("t1", retries: twice)]
        let passed = drive(plan(test: steps), outcomes: ["t1": [.timeout, .noMatch]])
        #expect(passed.trace == ["s1", "t1", "t1#2", "t1#3", "e1", "e2", "safe0"])
        #expect(passed.conclusion.verdict == .pass)
        let failed = drive(plan(test: steps), outcomes: ["t1": [.timeout, .timeout, .timeout]])
        #expect(failed.trace == passed.trace)
        #expect(failed.conclusion.verdict == .timeout)
    }

    @Test func failAndCriticalAreRetriedOnlyWhereListed() {
        let plain = RetryPolicy(count: 1, delay: .zero)
        let listed = RetryPolicy(count: 1, delay: .zero, causes: [.fail])
        #expect(
            drive(plan(test: [.sending("t1", retries: plain)]), outcomes: ["t1": [.level(.fail)]]).trace
                == ["s1", "t1", "e1", "e2", "safe0"])
        #expect(
            drive(plan(test: [.sending("t1", retries: listed)]), outcomes: ["t1": [.level(.fail)]]).trace
                == ["s1", "t1", "t1#2", "e1", "e2", "safe0"])
    }

    @Test func testIsRepeatedAsOftenAsThePlanSays() {
        let run = drive(plan(times: 3))
        #expect(run.trace == ["s1", "t1", "t2", "t1", "t2", "t1", "t2", "e1", "e2", "safe0"])
        let cut = drive(plan(times: 3), outcomes: ["t2": [.level(.pass), .level(.fail)]])
        #expect(cut.trace == ["s1", "t1", "t2", "t1", "t2", "e1", "e2", "safe0"])
    }

    @Test(arguments: ["s1", "t1", "t2"])
    func anAbortGoesToStop(step: String) {
        let run = drive(plan(), stopAt: step)
        #expect(run.trace.suffix(3) == ["e1", "e2", "safe0"])
        #expect(run.trace.last { $0 != "e1" && $0 != "e2" && $0 != "safe0" } == step)
        #expect(run.conclusion.verdict == .aborted)
        #expect(run.conclusion.stopCause == .abort(reason: "test"))
    }

    @Test func anAbortDuringStopChangesNothing() {
        let run = drive(plan(), stopAt: "e1")
        #expect(run.trace == ["s1", "t1", "t2", "e1", "e2", "safe0"])
        #expect(run.conclusion.verdict == .pass)
    }

    @Test func anAbortBeforeStartSendsNothing() {
        var machine = RunMachine(plan: plan(), safeStateCount: 1)
        let interrupts = machine.stopRequested(.shutdown)
        #expect(interrupts)
        guard case .finish(let conclusion) = machine.begin() else {
            Issue.record("a run that was stopped before START has nothing to do")
            return
        }
        #expect(conclusion.verdict == .aborted)
        #expect(conclusion.worstLevel == nil)
    }

    @Test func aRunWhoseLinesCannotBeOpenedIsAnErrorAndSendsNothing() {
        var machine = RunMachine(plan: plan(), safeStateCount: 1)
        let fault = RunFault(.busy, port: "FT1-A", message: "held by minicom (pid 7)")
        guard case .finish(let conclusion) = machine.openingFailed(fault) else {
            Issue.record("nothing was opened, so nothing is to be stopped")
            return
        }
        #expect(conclusion.verdict == .error)
        #expect(conclusion.fault == fault)
    }

    @Test func theWorstLevelOfTheUnitStandsBesideTheVerdictOfTheRig() {
        let steps: [StepPlan] = [.sending("t1", onFail: .continue), .sending("t2")]
        let run = drive(plan(test: steps), outcomes: ["t1": [.level(.fail)], "t2": [unplugged]])
        #expect(run.conclusion.verdict == .error)
        #expect(run.conclusion.worstLevel == .fail)
    }

    @Test func phasesWithoutStepsAreLeftAtOnce() {
        let empty = UUTPlan(
            id: "unit", ports: [], serialFrom: nil, start: PhasePlan(steps: []),
            test: PhasePlan(steps: [], loop: .times(3)),
            stop: PhasePlan(steps: []))
        let run = drive(empty, safeState: 0)
        #expect(run.trace.isEmpty)
        #expect(run.conclusion.verdict == .pass)
    }
}
