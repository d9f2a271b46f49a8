import Execution
import PortPool
import RigModel
import Support
import Testing

/// Answers that come late, to a unit that is slower than its plan.
extension RunTests {
    /// A unit that answers ONE after its timeout: what it says then goes to the second attempt, and what that one is owed
    /// comes a while behind, before TWO.
    private func lateRun(
        _ one: StepPlan, _ two: StepPlan, owed: String, after time: Duration
    ) async throws -> (bench: Bench, result: ExecutionResult) {
        var one = one
        one.retries = RetryPolicy(count: 1, delay: .zero, causes: [.timeout])
        let bench = try await Bench([.demo(test: [one, two], stop: [])], lateAnswerTime: .milliseconds(20))
        let pty = bench.ptys[0]
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            #expect(try await pty.readLine() == "ONE")
            #expect(try await pty.readLine() == "ONE")
            try await pty.write("OK first\r\n")
            _ = try await bench.wait(for: "the first step's end") { bench.steps.first }
            try await Task.sleep(for: time)
            try await pty.write("\(owed)\r\n")
            #expect(try await pty.readLine() == "TWO")
            try await pty.write("OK two\r\n")
            return try await bench.result(id)
        }
        return (bench, result)
    }

    /// What the second attempt is owed must not satisfy the next step.
    @Test func whatASlowUnitOwesIsWaitedForBeforeTheNextCommand() async throws {
        // Well after the margin, and not later than the unit has shown itself to be.
        let (bench, result) = try await lateRun(
            .command("ONE", timeout: .seconds(4), expect: "^OK"), .command("TWO", timeout: .seconds(20)),
            owed: "OK second", after: .milliseconds(100))
        #expect(result.verdict == .pass)
        #expect(bench.steps[0].retried)
        let attempt = try #require(bench.steps.last?.attempts.first)
        #expect(attempt.discarded == Array("OK second\r\n".utf8))
        #expect(attempt.received == Array("OK two\r\n".utf8))
    }

    /// The next step has less time than the unit is late by: what is owed is heard before its time begins.
    @Test func whatIsOwedIsHeardEvenWhereTheNextStepIsShort() async throws {
        // Later than half of the next step's time.
        let (bench, result) = try await lateRun(
            .command("ONE", timeout: .seconds(3)), .command("TWO", timeout: .milliseconds(1500), expect: "^OK two"),
            owed: "ERR second", after: .seconds(1))
        #expect(result.verdict == .pass)
        #expect(bench.steps.last?.attempts.first?.discarded == Array("ERR second\r\n".utf8))
    }

    /// A unit answers commands of which nothing is expected all the same.
    @Test func theAnswerToACommandThatExpectsNoneIsNotTheNextOnes() async throws {
        var led = StepPlan.command("LED")
        led.levels = LevelPatterns()
        let bench = try await Bench(
            [.demo(test: [led, .command("RELAY")], stop: [])], lateAnswerTime: .seconds(2))
        let pty = bench.ptys[0]
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            #expect(try await pty.readLine() == "LED")
            _ = try await bench.wait(for: "the first step's end") { bench.steps.first }
            try await pty.write("OK led\r\n")
            #expect(try await pty.readLine() == "RELAY")
            try await pty.write("ERR no relay\r\n")
            return try await bench.result(id, within: .seconds(40))
        }
        #expect(result.verdict == .fail)
        #expect(bench.steps.last?.attempts.first?.discarded == Array("OK led\r\n".utf8))
    }

    /// What fails on the port that is written to is not blamed on the one that is listened to.
    @Test func theFaultIsThePortsThatFailed() async throws {
        let bench = try await Bench([
            .demo(
                ports: [("ctl", .a), ("aux", .b)],
                test: [
                    StepPlan(
                        id: "load", action: .sendBytes([UInt8](repeating: 0x55, count: 400_000)), port: "ctl",
                        listen: "aux", timeout: .seconds(2), levels: LevelPatterns(pass: [PatternText("^OK")]))
                ], stop: [])
        ])
        let result = try await bench.run {
            // Nobody reads at the far end.
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .error)
        #expect(result.explanation.contains("port FT0-A"))
        let ports = await bench.pool.ports
        #expect(ports.filter { $0.lastError != nil }.map(\.port.id) == ["FT0-A"])
    }
}
