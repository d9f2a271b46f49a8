import RigModel
import Testing

/// The section "A run" of the design as tables.
@Suite struct RunMachineTables {
    private static let fault = RunFault(.unplugged, port: "FT1-A", message: "gone")

    // MARK: Outcome to verdict

    @Test(arguments: [
        (Outcome.level(.pass), Verdict.pass), (.level(.warn), .warn), (.level(.fail), .fail),
        (.level(.critical), .critical), (.noMatch, .fail), (.timeout, .timeout), (.phaseTimeout, .timeout),
        (.error(fault), .error), (.stopped, .aborted),
    ])
    func byDefault(outcome: Outcome, verdict: Verdict) {
        #expect(outcome.verdict(under: .sending("t")) == verdict)
    }

    @Test(arguments: [
        (NoMatchPolicy.fail, Verdict.fail), (.warn, .warn), (.error, .error),
    ])
    func noMatchBecomesWhatThePlanSays(policy: NoMatchPolicy, verdict: Verdict) {
        var step = StepPlan.sending("t")
        step.noMatch = policy
        #expect(Outcome.noMatch.verdict(under: step) == verdict)
        #expect(Outcome.timeout.verdict(under: step) == .timeout)
        #expect(Outcome.level(.pass).verdict(under: step) == .pass)
    }

    @Test(arguments: [
        (TimeoutPolicy.timeout, Verdict.timeout), (.fail, .fail), (.warn, .warn),
    ])
    func silenceBecomesWhatThePlanSays(policy: TimeoutPolicy, verdict: Verdict) {
        var step = StepPlan.sending("t")
        step.onTimeout = policy
        #expect(Outcome.timeout.verdict(under: step) == verdict)
        #expect(Outcome.noMatch.verdict(under: step) == .fail)
        #expect(Outcome.phaseTimeout.verdict(under: step) == .timeout)
    }

    // MARK: Verdicts

    @Test func verdictsFromGoodToBad() {
        let order: [Verdict] = [.pass, .warn, .fail, .timeout, .aborted, .error, .critical]
        #expect(order.shuffled().sorted() == order)
    }

    @Test(arguments: [
        (Verdict.pass, Verdict.Yield.good), (.warn, .good), (.fail, .bad), (.critical, .bad), (.timeout, .bad),
        (.error, .notCounted), (.aborted, .notCounted), (.interrupted, .notCounted),
    ])
    func yield(verdict: Verdict, counts: Verdict.Yield) { #expect(verdict.yield == counts) }

    @Test func levelsAreTriedFromTheWorstToTheBest() {
        #expect(LevelPatterns().inOrder.map(\.level) == [.critical, .fail, .warn, .pass])
    }

    /// Every pair of step outcomes: the run's verdict is the worse of the two, where both steps are reached.
    @Test func theVerdictIsTheWorstOfAllSteps() {
        let outcomes: [Outcome] = [
            .level(.pass), .level(.warn), .level(.fail), .timeout, .error(Self.fault), .level(.critical),
        ]
        for first in outcomes {
            for last in outcomes {
                let plan = UUTPlan.steps(test: [.sending("t", onFail: .continue)], stop: [.sending("e")])
                let run = plan.drive(["t": [first], "e": [last]])
                let step = StepPlan.sending("x")
                #expect(run.conclusion.verdict == max(first.verdict(under: step), last.verdict(under: step)))
            }
        }
    }

    // MARK: Retries

    @Test(arguments: [
        (Outcome.timeout, RetryCause?.some(.timeout)), (.noMatch, .noMatch), (.level(.fail), .fail),
        (.level(.critical), .critical), (.level(.pass), nil), (.level(.warn), nil), (.phaseTimeout, nil),
        (.error(fault), nil), (.stopped, nil),
    ])
    func whatMayBeTriedAgain(outcome: Outcome, cause: RetryCause?) {
        for listed in RetryCause.allCases {
            let retries = RetryPolicy(count: 2, delay: .zero, causes: [listed])
            let plan = UUTPlan.steps(test: [.sending("t", retries: retries)], stop: [])
            let run = plan.drive(["t": [outcome, outcome, outcome]])
            #expect(run.trace == (cause == listed ? ["t", "t#2", "t#3"] : ["t"]), "\(outcome) under \(listed)")
        }
        #expect(RetryPolicy(count: 1, delay: .zero).causes == [.timeout, .noMatch])
    }

    // MARK: on_fail

    @Test(arguments: [
        (FailPolicy.stop, Outcome.level(.fail), false), (.stop, .timeout, false), (.stop, .noMatch, false),
        (.stop, .level(.warn), true), (.continue, .level(.fail), true), (.continue, .timeout, true),
        (.continue, .noMatch, true), (.continue, .level(.critical), false), (.continue, .error(fault), false),
        (.continue, .phaseTimeout, false), (.continue, .stopped, false),
    ])
    func whereARunGoesAfterABadStep(policy: FailPolicy, outcome: Outcome, goesOn: Bool) {
        for phase in [Phase.start, .test] {
            let steps: [StepPlan] = [.sending("a", onFail: policy), .sending("b")]
            let plan =
                phase == .start
                ? UUTPlan.steps(start: steps, stop: [.sending("e")]) : .steps(test: steps, stop: [.sending("e")])
            #expect(plan.drive(["a": [outcome]]).trace == (goesOn ? ["a", "b", "e"] : ["a", "e"]))
        }
        // In STOP every step is tried.
        let stop = UUTPlan.steps(stop: [.sending("a", onFail: policy), .sending("b")])
        #expect(stop.drive(["a": [outcome]]).trace == ["a", "b"])
    }

    // MARK: Loops

    @Test(arguments: [1, 2, 5]) func aLoopOfACertainNumber(times: Int) {
        let plan = UUTPlan.steps(test: [.sending("a"), .sending("b")], loop: .times(times), stop: [.sending("e")])
        #expect(plan.drive().trace == [[String]](repeating: ["a", "b"], count: times).flatMap { $0 } + ["e"])
        #expect(RunMachine(plan: plan, safeStateCount: 1).stepCount == 2 * times + 1)
    }

    @Test(arguments: [LoopPlan.untilSignal, .duration(.seconds(60))])
    func aLoopThatIsOpenEndsWithThePassUnderWay(loop: LoopPlan) {
        let plan = UUTPlan.steps(test: [.sending("a"), .sending("b")], loop: loop, stop: [.sending("e")])
        #expect(plan.drive(endLoopAt: 1).trace == ["a", "b", "e"])
        #expect(plan.drive(endLoopAt: 3).trace == ["a", "b", "a", "b", "e"])
        #expect(plan.drive(endLoopAt: 4).trace == ["a", "b", "a", "b", "e"])
        #expect(plan.drive(["b": [.level(.pass), .level(.fail)]], endLoopAt: 99).trace == ["a", "b", "a", "b", "e"])
        #expect(plan.drive(["a": [.level(.pass), .stopped]], stopAt: 3).trace == ["a", "b", "a", "e"])
    }

    @Test func aSignalIsWaitedForUntilTestIsLeft() {
        let plan = UUTPlan.steps(start: [.sending("s")], test: [.sending("a")], loop: .untilSignal)
        var machine = RunMachine(plan: plan, safeStateCount: 0)
        #expect(machine.awaitsSignal)
        _ = machine.begin()
        #expect(machine.awaitsSignal)
        machine.endLoop()
        #expect(!machine.awaitsSignal)
        #expect(!RunMachine(plan: .steps(test: [.sending("a")]), safeStateCount: 0).awaitsSignal)
        #expect(!RunMachine(plan: plan, safeStateCount: 0, recovers: true).awaitsSignal)
        var stopped = RunMachine(plan: plan, safeStateCount: 0)
        let isFirst = stopped.stopRequested(.shutdown)
        #expect(isFirst)
        #expect(!stopped.awaitsSignal)
    }

    @Test(arguments: [LoopPlan.times(1_000), .untilSignal, .duration(.seconds(1))])
    func aLoopOfNothingEnds(loop: LoopPlan) {
        #expect(UUTPlan.steps(test: [], loop: loop, stop: [.sending("e")]).drive().trace == ["e"])
    }

    // MARK: Phases and recovery

    @Test func everyPhaseIsEnteredAlsoWithoutSteps() {
        #expect(UUTPlan.steps().drive().phases == ["START 1", "TEST 1", "STOP 1"])
        let looped = UUTPlan.steps(test: [.sending("a")], loop: .times(2))
        #expect(looped.drive().phases == ["START 1", "TEST 1", "TEST 2", "STOP 1"])
    }

    @Test func aRecoveryRunsStopAndTheSafeStateOnly() {
        let plan = UUTPlan.steps(start: [.sending("s")], test: [.sending("t")], stop: [.sending("e")])
        let run = plan.drive(recovers: true, safeState: 2)
        #expect(run.trace == ["e", "safe0", "safe1"])
        #expect(run.phases == ["STOP 1"])
        #expect(run.conclusion.verdict == .pass)
        #expect(RunMachine(plan: plan, safeStateCount: 2, recovers: true).stepCount == 1)
        // Nothing cuts it short once it has begun.
        #expect(plan.drive(recovers: true, safeState: 1, stopAt: 1).trace == ["e", "safe0"])
    }

    /// Any sequence of outcomes, with a request to stop at any attempt: once START has begun, STOP and the safe state come
    /// once, in order, and the run ends.
    @Test func everyWayOutLeadsThroughStopOnce() {
        var dice = SystemRandomNumberGenerator()
        let outcomes: [Outcome] = [
            .level(.pass), .level(.warn), .level(.fail), .level(.critical), .noMatch, .timeout, .phaseTimeout,
            .error(Self.fault), .stopped,
        ]
        let ids = ["s1", "s2", "t1", "t2"]
        for _ in 0..<5_000 {
            func steps(_ ids: [String]) -> [StepPlan] {
                ids.map {
                    .sending(
                        $0, onFail: Bool.random() ? .stop : .continue,
                        retries: RetryPolicy(
                            count: Int.random(in: 0...2), delay: .zero,
                            causes: Set(RetryCause.allCases.shuffled().prefix(2))))
                }
            }
            let loops: [LoopPlan] = [.once, .times(3), .untilSignal]
            let plan = UUTPlan.steps(
                start: steps(["s1", "s2"]), test: steps(["t1", "t2"]), loop: loops.randomElement(using: &dice) ?? .once,
                stop: [.sending("e1"), .sending("e2")])
            var answers: [String: [Outcome]] = [:]
            for id in ids + ["e1", "e2"] {
                answers[id] = (0..<4).map { _ in Bool.random() ? .level(.pass) : outcomes.randomElement() ?? .noMatch }
            }
            let run = plan.drive(
                answers, safeState: 2, stopAt: Bool.random() ? Int.random(in: 1...8) : nil,
                endLoopAt: Int.random(in: 1...6))
            #expect(run.trace.suffix(4) == ["e1", "e2", "safe0", "safe1"], "\(run.trace)")
            #expect(run.trace.dropLast(4).allSatisfy { !$0.hasPrefix("e") && !$0.hasPrefix("safe") }, "\(run.trace)")
            #expect(run.phases.count { $0.hasPrefix("STOP") } == 1)
        }
    }
}
