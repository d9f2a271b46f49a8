import RigModel
import Testing

@testable import Execution

/// One step at a time: what an edited plan makes of a recorded answer.
@Suite struct RejudgeTests {
    private typealias Sample = RejudgeSample

    private func judge(
        _ step: StepPlan, _ attempts: [AttemptRecord], stored: Verdict = .pass, framing: Framing = .lines
    ) throws -> RejudgedRun {
        try Sample(test: [step], framing: framing).rejudge(Sample.run([Sample.record(step.id, stored, attempts)]))
    }

    private func verdict(
        _ step: StepPlan, _ attempts: [AttemptRecord], stored: Verdict = .pass, framing: Framing = .lines
    ) throws -> Verdict {
        let run = try judge(step, attempts, stored: stored, framing: framing)
        #expect(run.notJudged.isEmpty && run.steps[0].doubts.isEmpty, "\(run)")
        return try #require(run.steps.first).to
    }

    @Test func theSamePlanFlipsNothing() throws {
        let step = Sample.step("m")
        #expect(try !judge(step, [Sample.attempt("V=3.3\r\n")]).flips)
        #expect(try !judge(step, [Sample.attempt("no\r\n", .noMatch)], stored: .fail).flips)
        #expect(try !judge(step, [Sample.attempt("", .timeout)], stored: .timeout).flips)
    }

    @Test func aPatternAndALimitThatWereEditedAreApplied() throws {
        let narrow = Sample.step("m") { $0.measures = [Measure(name: "v", unit: "V", min: 3.2, max: 3.25)] }
        let run = try judge(narrow, [Sample.attempt("V=3.3\r\n")])
        #expect(run.from == .pass && run.to == .fail && run.steps[0].flips)
        #expect(run.steps[0].explanation.contains("v = 3.3 V, outside 3.2 to 3.25 V"))
        #expect(
            try verdict(Sample.step("m", pass: "^no$"), [Sample.attempt("no\r\n", .noMatch)], stored: .fail) == .pass)
        let critical = Sample.step("m") { $0.levels.critical = [PatternText("3")] }
        #expect(try verdict(critical, [Sample.attempt("V=3.3\r\n")]) == .critical)
        let required = Sample.step("m") { $0.require = ExpressionText("v > 3.5") }
        #expect(try verdict(required, [Sample.attempt("V=3.3\r\n")]) == .fail)
    }

    @Test func silenceStaysSilenceUnderEveryPolicy() throws {
        for (policy, expected) in [(TimeoutPolicy.timeout, Verdict.timeout), (.fail, .fail), (.warn, .warn)] {
            let step = Sample.step("m", pass: ".*") { $0.onTimeout = policy }
            #expect(try verdict(step, [Sample.attempt("", .timeout)], stored: .timeout) == expected)
        }
        let tail = Sample.step("m", pass: "^V=")
        #expect(try verdict(tail, [Sample.attempt("V=3", .timeout)], stored: .timeout) == .pass)
    }

    private static let policies: [(NoMatchPolicy, Verdict)] = [(.fail, .fail), (.warn, .warn), (.error, .error)]

    @Test(arguments: policies)
    func whatFitsNothingIsJudgedByItsPolicy(policy: NoMatchPolicy, expected: Verdict) throws {
        let step = Sample.step("m", pass: "^OK$") { $0.noMatch = policy }
        let attempt = Sample.attempt("V=3.3\r\n", took: .milliseconds(1_000))
        #expect(try verdict(step, [attempt]) == expected)
    }

    /// The first frame that fits ends the attempt, be it before or behind the one that did when it was recorded.
    @Test func everyFrameThatCameIsJudgedAlsoWhatWasLeftOver() throws {
        let attempt = Sample.attempt("BOOT\r\nV=3.3\r\nERR 7\r\n", leftOver: "ERR 7\r\n")
        let strict = Sample.step("m") { $0.levels.fail = [PatternText("^BOOT")] }
        #expect(try verdict(strict, [attempt]) == .fail)
        let behind = Sample.step("m", pass: "^OK$") { $0.levels.fail = [PatternText("^ERR")] }
        #expect(try verdict(behind, [attempt]) == .fail)
        let deaf = Sample.step("m") {
            $0.levels.fail = [PatternText("^BOOT")]
            $0.ignore = [PatternText("^BOOT")]
        }
        #expect(try verdict(deaf, [attempt]) == .pass)
    }

    @Test func collectedFramesEchoAndMeasurementsGoTheWayTheyWentOnTheWire() throws {
        let attempt = Sample.attempt("MEAS\r\na\r\nb\r\nEND\r\n")
        let collected = Sample.step("m", pass: "a\nb\nEND") { $0.until = PatternText("^END$") }
        #expect(try verdict(collected, [attempt]) == .pass)
        let echoed = Sample.step("m", pass: "^MEAS$") { $0.echo = .off }
        #expect(try verdict(echoed, [attempt]) == .pass)
    }

    @Test func theFirstAttemptThatThePlanWouldAcceptEndsTheStep() throws {
        let attempts = [Sample.attempt("", .timeout), Sample.attempt("W=1\r\n", .noMatch), Sample.attempt("V=2\r\n")]
        func retried(_ count: Int, _ causes: Set<RetryCause> = [.timeout, .noMatch], pass: String = "^V=") -> StepPlan {
            Sample.step("m", pass: pass) { $0.retries = RetryPolicy(count: count, delay: .zero, causes: causes) }
        }
        #expect(try verdict(retried(2), attempts) == .pass)
        #expect(try verdict(retried(1), attempts) == .fail)
        #expect(try verdict(retried(0), attempts) == .timeout)
        #expect(try verdict(retried(2, [.timeout]), attempts) == .fail)
        #expect(try verdict(retried(1, pass: "^W="), attempts) == .pass)
        let run = try judge(retried(3), Array(attempts.prefix(2)), stored: .fail)
        #expect(run.steps[0].to == .fail)
        #expect(run.steps[0].doubts == ["the plan would try again, and no further attempt is recorded"])
    }

    @Test func whatTheRigEndedStaysTheRigs() throws {
        let step = Sample.step("m", pass: ".*")
        let unplugged = Outcome.error(RunFault(.unplugged, port: "FT7-A", message: "gone"))
        #expect(try verdict(step, [Sample.attempt("V=3", unplugged)], stored: .error) == .error)
        #expect(try verdict(step, [Sample.attempt("V=3\r\n", .stopped)], stored: .aborted) == .aborted)
        let limit = Outcome.error(RunFault(.matchLimit, port: nil, message: "too much"))
        #expect(try verdict(step, [Sample.attempt("V=3\r\n", limit)], stored: .error) == .pass)
        let over = Sample.attempt("", .phaseTimeout, sent: "", took: .zero)
        #expect(try verdict(Sample.step("m") { $0.onTimeout = .warn }, [over], stored: .timeout) == .timeout)
    }

    @Test func anLFThatBelongsToTheFrameBeforeIsNoFrame() throws {
        let first = Sample.record("a", [Sample.attempt("V=1\r")])
        let second = Sample.record("b", [Sample.attempt("\nV=2\r\n")])
        let strict = Sample.step("b", pass: "^V=") { $0.levels.fail = [PatternText("^$")] }
        let sample = Sample(test: [Sample.step("a"), strict])
        #expect(try !sample.rejudge(Sample.run([first, second])).flips)
        let gone = Sample.record("b", [Sample.attempt("\nV=2\r\n", discarded: "x")])
        #expect(try sample.rejudge(Sample.run([first, gone])).steps[1].to == .fail)
    }

    // MARK: What no record can tell

    @Test func whatIsNotCertainIsSaid() throws {
        let slow = try judge(Sample.step("m") { $0.timeout = .milliseconds(10) }, [Sample.attempt("V=3\r\n")])
        #expect(slow.steps[0].to == .pass)
        #expect(slow.steps[0].doubts == ["the answer took 20 ms, longer than the plan's timeout of 10 ms"])
        let early = try judge(Sample.step("m", pass: "^OK$"), [Sample.attempt("V=3\r\n")])
        #expect(early.steps[0].to == .fail && early.steps[0].doubts.count == 1)
        #expect(early.steps[0].doubts[0].contains("what the unit would have said until the plan's timeout of 1 s"))
        let idle = try judge(Sample.step("m", pass: "V=3"), [Sample.attempt("V=3")], framing: .idle(.milliseconds(20)))
        #expect(idle.steps[0].to == .pass && idle.steps[0].doubts.count == 1)
    }

    @Test func aStepWhoseRecordSaysNothingKeepsItsVerdict() throws {
        let record = Sample.record("m", .pass, [Sample.attempt("V=3\r\n")])
        func reason(_ sample: RejudgeSample, _ record: StepRecord = record) throws -> RejudgedRun.NotJudged.Reason? {
            let run = try sample.rejudge(Sample.run([record]))
            #expect(run.from == run.to && run.steps.isEmpty)
            return run.notJudged.first { $0.step == record.stepID }?.reason
        }
        #expect(try reason(Sample(test: [Sample.step("other")])) == .gone)
        #expect(try reason(Sample(test: [], stop: [Sample.step("m")])) == .otherPhase)
        #expect(try reason(Sample(test: [Sample.step("m", "MEAS 2")])) == .otherCommand)
        #expect(try reason(Sample(test: [Sample.step("m")], channel: .b)) == .otherPort)
        #expect(try reason(Sample(test: [Sample.step("m") { $0.action = .wait(.seconds(1)) }])) == .otherAction)
        let unheard = Sample.record("m", .pass, [Sample.attempt("")])
        #expect(try reason(Sample(test: [Sample.step("m")]), unheard) == .answerNotAwaited)
        let stranger = try Sample(test: []).rejudge(Sample.run([record], uut: "other"))
        #expect(stranger.notJudged.map(\.reason) == [.noSuchUnit] && !stranger.flips)
    }
}
