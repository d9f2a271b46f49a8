import Execution
import RigModel
import Support
import Testing

/// Steps that ask a person.
extension RunTests {
    private func asking(
        _ kind: OperatorPrompt.Kind, timeout: Duration = .seconds(30), _ change: (inout StepPlan) -> Void = { _ in }
    ) -> StepPlan {
        var step = StepPlan(
            id: "ask", action: .operator(OperatorPrompt(kind, text: "Scan the label")), port: "ctl", listen: "ctl",
            timeout: timeout)
        change(&step)
        return step
    }

    private func answer(_ step: StepPlan, with answers: [OperatorAnswer]) async throws -> (Bench, ExecutionResult) {
        let bench = try await Bench([.demo(test: [step], stop: [])])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            for (index, answer) in answers.enumerated() {
                _ = try await bench.wait(for: "question \(index + 1)") {
                    let asked = bench.spine.events.count {
                        if case .operatorAsked(let question) = $0 { question.isOpen } else { false }
                    }
                    return asked == index + 1 ? true : nil
                }
                try await bench.engine.answer(id, step: "ask", with: answer)
            }
            return try await bench.result(id)
        }
        return (bench, result)
    }

    @Test(arguments: [(true, Verdict.pass), (false, .fail)])
    func aPersonConfirms(yes: Bool, verdict: Verdict) async throws {
        let (bench, result) = try await answer(asking(.confirm), with: [.confirmed(yes)])
        #expect(result.verdict == verdict)
        #expect(bench.steps[0].explanation == "'Scan the label' was answered \(yes ? "yes" : "no")")
        let questions = bench.spine.events.compactMap { event -> OperatorQuestion? in
            if case .operatorAsked(let question) = event { question } else { nil }
        }
        #expect(questions.map(\.isOpen) == [true, false])
        #expect(questions.map(\.answer) == [nil, .confirmed(yes)])
        #expect(questions[0].step == "ask" && questions[0].prompt.kind == .confirm)
        #expect(bench.steps[0].hints.isEmpty)
    }

    @Test(arguments: [
        ("SN0042", Verdict.pass), ("SN-x", .warn), ("nothing", .fail), ("BROKEN", .fail), ("", .fail),
    ])
    func aScanIsJudgedLikeALine(text: String, verdict: Verdict) async throws {
        let step = asking(.scan) {
            $0.levels = LevelPatterns(
                fail: [PatternText("^BROKEN$")], warn: [PatternText("^SN-")], pass: [PatternText("^SN(?<n>[0-9]+)$")])
        }
        let (bench, result) = try await answer(step, with: [.text(text)])
        #expect(result.verdict == verdict)
        #expect(bench.steps[0].captures["text"] == (verdict == .fail && text != "BROKEN" ? nil : text))
        #expect(bench.steps[0].captures["n"] == (verdict == .pass ? "0042" : nil))
        #expect(bench.steps[0].attempts[0].received == Array(text.utf8))
    }

    @Test func aScanWithoutLevelsIsAnyTextAndMayBeMeasured() async throws {
        let step = asking(.scan) { $0.measures = [Measure(name: "text", unit: "kg", min: 1, max: 2)] }
        let (good, passed) = try await answer(step, with: [.text("1.5")])
        #expect(passed.verdict == .pass)
        #expect(good.steps[0].measurements.map(\.value) == [1.5])
        let (_, failed) = try await answer(step, with: [.text("3")])
        #expect(failed.verdict == .fail)
    }

    @Test func anAnswerMayBeAskedForAgain() async throws {
        let step = asking(.scan) {
            $0.levels = LevelPatterns(pass: [PatternText("^SN[0-9]+$")])
            $0.retries = RetryPolicy(count: 1, delay: .zero)
        }
        let (bench, result) = try await answer(step, with: [.text("oops"), .text("SN1")])
        #expect(result.verdict == .pass)
        #expect(bench.steps[0].retried && bench.steps[0].attempts.map(\.outcome) == [.noMatch, .level(.pass)])
    }

    @Test(arguments: [(TimeoutPolicy.timeout, Verdict.timeout), (.fail, .fail), (.warn, .warn)])
    func nobodyAnswers(policy: TimeoutPolicy, verdict: Verdict) async throws {
        let (bench, result) = try await answer(
            asking(.scan, timeout: .milliseconds(50)) { $0.onTimeout = policy }, with: [])
        #expect(result.verdict == verdict)
        #expect(bench.steps[0].explanation == "nobody answered 'Scan the label' within 50 ms")
    }

    @Test func answersThatFitNoQuestionAreRefused() async throws {
        let bench = try await Bench([.demo(test: [asking(.confirm), .command("MEAS")], stop: [])])
        try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.question("ask")
            await #expect(throws: RunRefusal.wrongAnswer(id, step: "ask", expected: .confirm)) {
                try await bench.engine.answer(id, step: "ask", with: .text("yes"))
            }
            await #expect(throws: RunRefusal.notAsking(id, step: "other", open: "ask")) {
                try await bench.engine.answer(id, step: "other", with: .confirmed(true))
            }
            try await bench.engine.answer(id, step: "ask", with: .confirmed(true))
            _ = try await bench.ptys[0].readLine()
            await #expect(throws: RunRefusal.notAsking(id, step: "ask", open: nil)) {
                try await bench.engine.answer(id, step: "ask", with: .confirmed(true))
            }
            await #expect(throws: RunRefusal.unknownExecution("gone")) {
                try await bench.engine.answer("gone", step: "ask", with: .confirmed(true))
            }
            try await bench.ptys[0].write("OK\r\n")
            _ = try await bench.result(id)
        }
    }
}
