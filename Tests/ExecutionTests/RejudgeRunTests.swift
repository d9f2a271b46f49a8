import RigModel
import Testing

@testable import Execution

/// Whole runs: what follows from a step that would be another.
@Suite struct RejudgeRunTests {
    private typealias Sample = RejudgeSample
    private let good = Sample.attempt("V=3.3\r\n")
    private let bad = Sample.attempt("W=1\r\n", .noMatch)

    @Test func aStepThatWouldFailEndsTheRunThere() throws {
        let run = Sample.run([
            Sample.record("a", [good]), Sample.record("b", [good]), Sample.record("bye", [good], phase: .stop),
        ])
        var sample = Sample(
            test: [Sample.step("a", pass: "^OK$"), Sample.step("b", pass: "^OK$")], stop: [Sample.step("bye")])
        let stopped = try sample.rejudge(run)
        #expect(stopped.to == .fail && !stopped.isAtBest)
        #expect(stopped.steps.map(\.id) == ["a", "bye"])
        #expect(stopped.notJudged == [.init(step: "b", reason: .notReached)])
        sample.test[0].onFail = .continue
        let continued = try sample.rejudge(run)
        #expect(continued.steps.filter(\.flips).map(\.id) == ["a", "b"])
    }

    @Test func aRunThatWouldHaveGoneOnIsGoodAtBest() throws {
        let run = Sample.run([Sample.record("a", .fail, [bad]), Sample.record("bye", [good], phase: .stop)])
        let lenient = Sample.step("a", pass: "^W=")
        let cut = try Sample(test: [lenient, Sample.step("b")], stop: [Sample.step("bye")]).rejudge(run)
        #expect(cut.from == .fail && cut.to == .pass && cut.isAtBest)
        #expect(cut.notJudged == [.init(step: "b", reason: .ended)])
        let whole = try Sample(test: [lenient], stop: [Sample.step("bye")]).rejudge(run)
        #expect(whole.to == .pass && !whole.isAtBest && whole.notJudged.isEmpty)
        let looped = try Sample(test: [lenient], loop: .times(3)).rejudge(run)
        #expect(looped.isAtBest)
    }

    @Test func aNewStepIsNamedAndNotGuessed() throws {
        let run = Sample.run([Sample.record("b", [good])])
        let judged = try Sample(test: [Sample.step("a"), Sample.step("b")]).rejudge(run)
        #expect(judged.notJudged == [.init(step: "a", reason: .new)])
        #expect(judged.to == .pass && judged.isAtBest && !judged.flips)
    }

    @Test(arguments: [Verdict.aborted, .error, .interrupted])
    func whatNoStepTellsStays(verdict: Verdict) throws {
        let run = Sample.run([Sample.record("a", [good])], verdict: verdict)
        let judged = try Sample(test: [Sample.step("a"), Sample.step("b")]).rejudge(run)
        #expect(judged.from == verdict && judged.to == verdict && !judged.isAtBest && !judged.flips)
        let critical = Sample.step("a") { $0.levels.critical = [PatternText("3")] }
        let worse = try Sample(test: [critical]).rejudge(run)
        #expect(worse.to == max(verdict, .critical) && worse.flips)
    }

    @Test func capturesOfTheEditedPlanAreThoseThatLaterStepsSee() throws {
        let run = Sample.run([
            Sample.record("a", [good], captures: ["v": "3.3"]),
            Sample.record("b", [Sample.attempt("V=3.3\r\n", sent: "SET 3.3\r\n")], captures: ["v": "3.3"]),
        ])
        func judged(_ pattern: String, _ require: String) throws -> RejudgedRun {
            try Sample(test: [
                Sample.step("a", pass: pattern),
                Sample.step("b", "SET ${a.v}") { $0.require = ExpressionText(require) },
            ]).rejudge(run)
        }
        #expect(try !judged("^V=(?<v>.*)$", "v == a.v").flips)
        #expect(try judged("^V=(?<v>.*)$", "v > a.v").steps[1].to == .fail)
        // The command would be another one then: SET 3.
        #expect(try judged("^V=(?<v>[0-9])", "v == a.v").notJudged == [.init(step: "b", reason: .otherCommand)])
        let unsent = try judged("^V=", "v == a.v").steps[1]
        #expect(unsent.to == .fail && unsent.explanation.contains("step 'a' captures no 'v'"))
    }

    @Test func anAnswerOfAPersonIsJudgedToo() throws {
        let scanned = Sample.attempt("SN123", sent: "")
        let step = Sample.step("sn", pass: "^SN[0-9]{4}$") {
            $0.action = .operator(OperatorPrompt(.scan, text: "scan"))
        }
        let judged = try Sample(test: [step]).rejudge(Sample.run([Sample.record("sn", [scanned])]))
        #expect(judged.steps.map(\.to) == [.fail] && judged.steps[0].explanation.contains("SN123"))
        let confirm = Sample.step("sn", pass: nil) { $0.action = .operator(OperatorPrompt(.confirm, text: "lit?")) }
        let no = Sample.attempt("no", .level(.fail), sent: "")
        #expect(try !Sample(test: [confirm]).rejudge(Sample.run([Sample.record("sn", .fail, [no])])).flips)
    }

    @Test func aPlanThatDoesNotCompileIsRefused() {
        #expect {
            try Sample(test: [Sample.step("a", pass: "(")]).rejudge(Sample.run([]))
        } throws: {
            "\($0)".hasPrefix("the plan of 'demo' cannot be carried out: step 'a'")
        }
    }
}
