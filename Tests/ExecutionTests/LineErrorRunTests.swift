import Execution
import Locking
import RigModel
import SerialIO
import Support
import Testing

/// Overruns and the like, in runs.
@Suite(.timeLimit(.minutes(1))) struct LineErrorRunTests {
    /// Counters that rise while a unit answers; pseudo terminals have none.
    private final class FakeCounters: Sendable {
        private let counted = Lock(LineErrors(overruns: 100, framing: 7))
        private let asked = Lock(0)

        var readings: Int { asked.withLock { $0 } }
        func rise(_ change: (inout LineErrors) -> Void) { counted.withLock { change(&$0) } }
        func read() -> LineErrors {
            asked.withLock { $0 += 1 }
            return counted.withLock { $0 }
        }
    }

    /// A run of steps that are answered so; before the second answer the counters rise.
    private func run(
        _ answers: [String], _ rise: @escaping @Sendable (inout LineErrors) -> Void
    ) async throws -> (bench: Bench, result: ExecutionResult, counters: FakeCounters) {
        let counters = FakeCounters()
        var steps = answers.indices.map { StepPlan.command("MEAS \($0)") }
        for index in steps.indices {
            steps[index].onFail = .continue
            steps[index].levels.fail = [PatternText("^(K|NO)$")]
        }
        let bench = try await Bench([.demo(test: steps, stop: [])], countErrors: { _ in counters.read() })
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            for (index, answer) in answers.enumerated() {
                _ = try await bench.ptys[0].readLine()
                if index == 1 { counters.rise(rise) }
                try await bench.ptys[0].write(answer)
            }
            return try await bench.result(id)
        }
        return (bench, result, counters)
    }

    private func notes(_ bench: Bench) -> [String] {
        bench.spine.events.compactMap { event in
            guard case .logLine(let line) = event, case .note(let text) = line.content,
                text.hasPrefix("the driver has counted")
            else { return nil }
            return text
        }
    }

    @Test("complaint 28: overruns are counted, and told with the step that failed by them")
    func complaint28() async throws {
        let (bench, result, _) = try await run(["OK\r\n", "K\r\n", "NO\r\n"]) { $0.overruns += 3 }
        #expect(result.verdict == .fail)
        #expect(bench.steps.map(\.verdict) == [.pass, .fail, .fail])
        let told = bench.steps.map { step in step.hints.filter { $0.hasPrefix("the driver has counted") } }
        #expect(told.map(\.count) == [0, 1, 0], "once, and what was counted before the run not at all")
        #expect(
            told[1].first?.hasPrefix(
                "the driver has counted 3 overruns on port 'ctl' (FT0-A) in this run: bytes of the unit were lost")
                == true)
        #expect(notes(bench).isEmpty)
    }

    @Test("complaint 28: framing and parity errors are told with other advice")
    func spoiltBytes() async throws {
        let (bench, _, _) = try await run(["OK\r\n", "K\r\n"]) {
            $0.framing += 1
            $0.parity += 2
        }
        let hint = bench.steps[1].hints.first { $0.hasPrefix("the driver has counted") }
        #expect(hint?.contains("1 framing error, 2 parity errors") == true)
        #expect(hint?.contains("baud rate and frame") == true)
    }

    @Test("complaint 28: a run that passed all the same has them in its log, and no hint")
    func passedAllTheSame() async throws {
        let (bench, result, counters) = try await run(["OK\r\n", "OK\r\n", "OK\r\n"]) { $0.bufferOverruns += 1 }
        #expect(result.verdict == .pass)
        #expect(bench.steps.allSatisfy { $0.hints.isEmpty })
        #expect(notes(bench) == ["the driver has counted 1 buffer overrun on port 'ctl' (FT0-A) in this run"])
        #expect(counters.readings == 2, "at the opening and at the end, and at no good step")
    }

    @Test func aHealthyRunSaysNothing() async throws {
        let (bench, result, _) = try await run(["OK\r\n", "NO\r\n"]) { _ in }
        #expect(result.verdict == .fail)
        for step in bench.steps { #expect(!step.hints.contains { $0.contains("counted") }) }
        #expect(notes(bench).isEmpty)
    }
}
