import Execution
import Foundation
import RigModel
import SerialIO
import Support
import Testing

/// Each usual suspect provoked on a line, and none on healthy runs.
@Suite(.timeLimit(.minutes(1))) struct HintRunTests {
    private static let short = Duration.seconds(4)

    private func hints(
        _ plan: UUTPlan, _ replies: [String: String]
    ) async throws -> (hints: [String], verdict: Verdict, bench: Bench) {
        let bench = try await Bench([plan])
        let (result, _) = try await bench.play(replies) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        return (bench.steps.flatMap(\.hints), result.verdict, bench)
    }

    @Test func theWrongBaudRate() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS", timeout: Self.short)], stop: [])])
        _ = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].readLine()
            try await bench.ptys[0].write([0xe6, 0x1e, 0x98, 0x66, 0x78, 0xfe, 0x00, 0x80])
            return try await bench.result(id)
        }
        #expect(bench.steps[0].hints.count == 1)
        #expect(bench.steps[0].hints.first?.contains("115200 baud, 8N1") == true)
        let noted = bench.spine.events.contains { event in
            if case .logLine(let line) = event {
                line.content.text.hasPrefix("hint: what came is no text")
            } else {
                false
            }
        }
        #expect(noted)
    }

    @Test func anAnswerWithoutAnEndOfLine() async throws {
        let plan = UUTPlan.demo(test: [.command("MEAS", timeout: Self.short, expect: "^V=3.3$")], stop: [])
        let found = try await hints(plan, ["MEAS": "V="])
        #expect(found.verdict == .timeout)
        #expect(found.hints.first?.contains("'V=' came without an end of line") == true)
    }

    @Test func aCommandWithoutAnEndOfLine() async throws {
        let plan = UUTPlan.demo(test: [.command("MEAS", timeout: Self.short)], stop: [], endOfLine: .none)
        let found = try await hints(plan, ["MEAS": "OK\r\n"])
        #expect(found.verdict == .timeout)
        #expect(found.hints.first?.contains("sent with no end of line") == true)
    }

    @Test func anEchoThatIsAllThereIs() async throws {
        let found = try await hints(
            .demo(test: [.command("MEAS", timeout: Self.short)], stop: []), ["MEAS": "MEAS\r\n"])
        #expect(found.verdict == .timeout)
        #expect(found.hints.first?.contains("only the command itself came back") == true)
    }

    @Test func anEchoThatIsJudged() async throws {
        var step = StepPlan.command("MEAS", timeout: Self.short)
        step.echo = .off
        let found = try await hints(.demo(test: [step], stop: []), ["MEAS": "MEAS\r\n"])
        #expect(found.verdict == .fail)
        #expect(found.hints.first?.contains("the unit echoes") == true)
    }

    @Test(arguments: [
        ("OK 1\r\n", "an answer that fits came on port 'aux' (FT0-B)"), ("hello", "nothing came on port 'ctl'"),
    ])
    func theWrongChannel(answer: String, hint: String) async throws {
        let bench = try await Bench([
            .demo(ports: [("ctl", .a), ("aux", .b)], test: [.command("MEAS", timeout: Self.short)], stop: [])
        ])
        _ = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].readLine()
            try await bench.ptys[1].write(answer)
            return try await bench.result(id)
        }
        #expect(bench.steps[0].verdict == .timeout)
        #expect(bench.steps[0].hints.first?.hasPrefix(hint) == true)
        let told = bench.spine.events.contains { event in
            if case .logLine(let line) = event {
                line.content == .discarded(Array(answer.utf8), "FT0-B")
            } else {
                false
            }
        }
        #expect(told, "bytes taken from another line are told")
    }

    @Test("complaint 23: a foreign reader is detected and named") func aForeignReader() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS", timeout: Self.short)], stop: [])])
        // It had the port open before us, when nothing forbade it; once it is called sleep it has.
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exec 3<\(bench.ptys[0].path); exec sleep 60"]
        try process.run()
        defer { process.terminate() }
        let name = "/proc/\(process.processIdentifier)/comm"
        _ = try await bench.wait(for: "the other program") {
            (try? String(contentsOfFile: name, encoding: .utf8)) == "sleep\n" ? true : nil
        }
        _ = try await bench.run { try await bench.result(try await bench.start()[0].id) }
        let hint = try #require(bench.steps[0].hints.first)
        #expect(hint.contains("sleep (pid \(process.processIdentifier)) has the port open too"))
    }

    @Test(arguments: [(LineSettings.Flow.none, "no flow control"), (.xonxoff, "XOFF"), (.rtscts, "CTS")])
    func stuckFlowControl(flow: LineSettings.Flow, hint: String) async throws {
        var step = StepPlan.command("LOAD", timeout: Self.short)
        // More than a pty holds, and the far end does not read.
        step.action = .sendFile(name: "big", content: [UInt8](repeating: 0x41, count: 200_000))
        let bench = try await Bench([
            .demo(test: [step], stop: [], line: LineSettings(flow: flow, lowLatency: false))
        ])
        let result = try await bench.run { try await bench.result(try await bench.start()[0].id) }
        #expect(result.verdict == .error)
        #expect(bench.steps[0].hints.first?.contains(hint) == true)
    }

    /// Good runs, WARN, what was tried again, and what the unit itself calls bad.
    @Test func healthyRunsHaveNone() async throws {
        var warn = StepPlan.command("SLOW"), fail = StepPlan.command("BAD"),
            measured = StepPlan.command("MEAS", expect: "^V=(?<v>.+)$")
        warn.levels.warn = [PatternText("SLOW")]
        fail.levels.fail = [PatternText("^ERR")]
        fail.onFail = .continue
        measured.measures = [Measure(name: "v", unit: "V", min: 3, max: 3.2)]
        measured.onFail = .continue
        let retried = StepPlan.command(
            "FLAKY", timeout: .seconds(5), retries: RetryPolicy(count: 1, delay: .zero), ignore: ["^#"])
        var quick = retried
        quick.noMatchAfter = 1
        let bench = try await Bench([
            .demo(ports: [("ctl", .a), ("aux", .b)], start: [.command("ATZ")], test: [warn, fail, measured, quick])
        ])
        let pty = bench.ptys[0]
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            try await bench.ptys[1].write("# noise on another port\r\n")
            _ = try await pty.answer(
                4, ["ATZ": "ATZ\r\nOK\r\n", "SLOW": "OK SLOW\r\n", "BAD": "ERR 7\r\n", "MEAS": "V=9\r\n"])
            _ = try await pty.answer(1, ["FLAKY": "?\u{1}\u{2}\r\n"])
            _ = try await pty.answer(2, ["FLAKY": "# x\r\nOK\r\n", "BYE": "OK\r\n"])
            return try await bench.result(id)
        }
        #expect(result.verdict == .fail)
        #expect(bench.steps.map(\.verdict) == [.pass, .warn, .fail, .fail, .pass, .pass])
        #expect(bench.steps.flatMap(\.hints).isEmpty)
        #expect(bench.steps[4].retried)
    }
}
