import Execution
import RigModel
import SerialIO
import Support
import Testing

/// Safe states that do not come through.
@Suite(.timeLimit(.minutes(1))) struct SafeStateTests {
    /// More than a line takes that nobody reads.
    private let tooMuch = SafeStateStep(
        send: String(repeating: "X", count: 200_000), port: nil, timeout: .milliseconds(300))
    private var measure: StepPlan {
        var step = StepPlan.command("MEAS")
        step.levels.fail = [PatternText("^NO$")]
        return step
    }

    @Test(arguments: [("OK\r\n", Verdict.pass), ("NO\r\n", .fail)])
    func aSafeStateThatCannotBeSentCountsInTheVerdict(answer: String, worst: Verdict) async throws {
        let bench = try await Bench([.demo(test: [measure])], safeState: [tooMuch])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(2, ["MEAS": answer, "BYE": "OK\r\n"])
            return try await bench.result(id)
        }
        #expect(bench.steps.map(\.verdict) == [worst, .pass])
        #expect(result.verdict == .error, "nobody knows how the unit was left")
        #expect(result.worstLevel?.verdict == worst, "what the unit itself reached is kept beside it")
        #expect(result.explanation.contains("of 200002 bytes could be sent by the deadline"))
        #expect(
            result.explanation.hasSuffix("; STOP was sent but the safe state could not be: the unit may not be safe"))
        let told = bench.spine.events.contains { event in
            if case .logLine(let line) = event { line.content.text.hasPrefix("safe state: ") } else { false }
        }
        #expect(told)
    }

    /// A busy machine lets a short time pass before the command is under way: then it is sent all the same.
    @Test func aSafeStateIsSentThoughItsTimeIsOver() async throws {
        let bench = try await Bench(
            [.demo(test: [measure])], safeState: [SafeStateStep(send: "OUT 0", port: nil, timeout: .nanoseconds(1))])
        let (result, heard) = try await bench.run {
            let id = try await bench.start()[0].id
            let heard = try await bench.ptys[0].answer(3, ["MEAS": "OK\r\n", "BYE": "OK\r\n", "OUT 0": "OK\r\n"])
            return (try await bench.result(id), heard)
        }
        #expect(heard == ["MEAS", "BYE", "OUT 0"])
        #expect(result.verdict == .pass)
    }

    @Test func theOthersAreSentAllTheSame() async throws {
        let bench = try await Bench(
            [.demo(ports: [("ctl", .a), ("aux", .b)], test: [measure])],
            safeState: [tooMuch, SafeStateStep(send: "OUT 0", port: "aux", timeout: .seconds(10))])
        let (result, heard) = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(2, ["MEAS": "OK\r\n", "BYE": "OK\r\n"])
            let heard = try await bench.ptys[1].answer(1, ["OUT 0": "OK\r\n"])
            return (try await bench.result(id), heard)
        }
        #expect(heard == ["OUT 0"])
        #expect(result.verdict == .error)
    }
}
