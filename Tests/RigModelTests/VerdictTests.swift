import RigModel
import Testing

/// The outcome table and the verdict order, line by line.
@Suite struct VerdictTests {
    @Test func theWorstVerdictIsCriticalThenErrorAbortedTimeoutFailWarnPass() {
        let order: [Verdict] = [.critical, .error, .aborted, .timeout, .fail, .warn, .pass]
        #expect(order.sorted(by: >) == order)
        for (index, worse) in order.enumerated() {
            for better in order[(index + 1)...] { #expect(max(better, worse) == worse) }
        }
    }

    @Test(arguments: [
        (Outcome.level(.pass), NoMatchPolicy.fail, TimeoutPolicy.timeout, Verdict.pass),
        (.level(.warn), .fail, .timeout, .warn),
        (.level(.fail), .fail, .timeout, .fail),
        (.level(.critical), .fail, .timeout, .critical),
        (.noMatch, .fail, .timeout, .fail),
        (.noMatch, .warn, .timeout, .warn),
        (.noMatch, .error, .timeout, .error),
        (.timeout, .fail, .timeout, .timeout),
        (.timeout, .fail, .fail, .fail),
        (.timeout, .fail, .warn, .warn),
        (.phaseTimeout, .warn, .warn, .timeout),
        (.error(RunFault(.unplugged, port: "FT1-A", message: "gone")), .warn, .warn, .error),
        (.stopped, .warn, .warn, .aborted),
    ])
    func anOutcomeBecomesTheVerdictThatThePolicySays(
        outcome: Outcome, noMatch: NoMatchPolicy, onTimeout: TimeoutPolicy, verdict: Verdict
    ) {
        var step = StepPlan.sending("X")
        step.noMatch = noMatch
        step.onTimeout = onTimeout
        #expect(outcome.verdict(under: step) == verdict)
    }

    @Test func yieldCountsWhatSpeaksOfTheUnit() {
        #expect(Verdict.allCases.filter { $0.yield == .good } == [.pass, .warn])
        #expect(Set(Verdict.allCases.filter { $0.yield == .bad }) == [.fail, .critical, .timeout])
        #expect(Set(Verdict.allCases.filter { $0.yield == .notCounted }) == [.error, .aborted, .interrupted])
    }
}

extension StepPlan {
    /// A step that sends and expects `OK`.
    static func sending(_ id: String, onFail: FailPolicy = .stop, retries: RetryPolicy = .none) -> StepPlan {
        StepPlan(
            id: id, action: .sendText(id), port: "ctl", listen: "ctl", timeout: .seconds(1),
            levels: LevelPatterns(pass: [PatternText("^OK$")]), onFail: onFail, retries: retries)
    }
}
