import Execution
import PortPool
import RigModel
import SerialIO
import Support
import Testing

/// What users of other systems complain about, each as a test that ours does better.
@Suite(.timeLimit(.minutes(1))) struct ComplaintTests {
    @Test("complaint 8: kernel lines and garbage between command and answer are recorded and do no harm")
    func complaint8() async throws {
        let noise = "[   12.345678] usb 1-1: new device\r\n\u{0}\u{7f}\r\n[kern] ERR of another\r\n"
        var step = StepPlan.command("MEAS", ignore: ["^\\[", "^[^ -~]"])
        step.levels.fail = [PatternText("ERR")]
        let bench = try await Bench([.demo(test: [step], stop: [])])
        let (result, _) = try await bench.play(["MEAS": "MEAS\r\n\(noise)OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .pass)
        #expect(bench.steps[0].attempts[0].received == Array("MEAS\r\n\(noise)OK\r\n".utf8))
    }

    @Test("complaint 13: bytes of an earlier test are taken off the line before START") func complaint13() async throws
    {
        var step = StepPlan.command("ATZ")
        step.quietBefore = .milliseconds(20)
        let bench = try await Bench([.demo(start: [step], test: [.command("MEAS")], stop: [])])
        let pty = bench.ptys[0]
        try await pty.write("OK of the last test\r\nhalf a li")
        let (result, _) = try await bench.play(["ATZ": "OK\r\n", "MEAS": "OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .pass)
        let attempt = try #require(bench.steps.first?.attempts.first)
        #expect(attempt.discarded == Array("OK of the last test\r\nhalf a li".utf8))
        #expect(attempt.received == Array("OK\r\n".utf8))
    }

    @Test(
        "complaint 17: a STOP that is not answered ends by its own deadline, and a second abort does not cut it short")
    func complaint17() async throws {
        let bench = try await Bench([
            .demo(
                test: [.command("LONG", timeout: .seconds(60))],
                stop: [.command("DISCHARGE", timeout: .milliseconds(300)), .command("BYE", timeout: .seconds(20))])
        ])
        let (result, heard) = try await bench.play(["BYE": "OK\r\n"]) { units, _ in
            let id = try await bench.start()[0].id
            try await units[0].waitToHear("LONG", on: bench)
            try await bench.engine.abort(id, reason: "")
            try await units[0].waitToHear("DISCHARGE", on: bench)
            // It may have ended by now.
            try? await bench.engine.abort(id, reason: "once more")
            await bench.engine.stopAll(.shutdown)
            return try await bench.result(id)
        }
        #expect(heard[0] == ["LONG", "DISCHARGE", "BYE"])
        #expect(bench.steps.map(\.verdict) == [.aborted, .timeout, .pass])
        #expect(bench.steps[1].duration >= .milliseconds(300))
        #expect(result.verdict == .aborted)
        #expect(
            result.explanation
                == "aborted on request; STOP step 'discharge' was not answered: the unit may still be powered")
    }

    @Test("complaint 19: every run has a record before its first byte and one terminal state") func complaint19()
        async throws
    {
        let bench = try await Bench([.demo(test: [.command("MEAS")], stop: [])])
        let id = try await bench.run {
            let holder = try await SerialPort.open(bench.ptys[0].path, on: bench.reactor)
            let id = try await bench.start()[0].id
            _ = try await bench.result(id)
            await holder.close()
            return id
        }
        let story = bench.spine.events.compactMap { event -> String? in
            switch event {
            case .executionQueued(let request, _): "queued \(request.id == id)"
            case .executionStarted(let request, _): "started \(request.id == id)"
            case .executionCompleted(let result): "ended \(result.request.id == id) \(result.verdict)"
            default: nil
            }
        }
        #expect(story == ["queued true", "started true", "ended true error"])
    }

    @Test("complaint 22: a line that takes no bytes neither hangs the step nor the close") func complaint22()
        async throws
    {
        var step = StepPlan.command("LOAD", timeout: .milliseconds(200))
        step.action = .sendFile(name: "big", content: [UInt8](repeating: 0x41, count: 500_000))
        let bench = try await Bench([.demo(test: [step], stop: [.command("BYE", timeout: .milliseconds(200))])])
        let result = try await bench.run { try await bench.result(try await bench.start()[0].id) }
        #expect(result.verdict == .error)
        #expect(bench.steps.count == 2)
        #expect(bench.steps[0].attempts[0].sent.count < 500_000)
        #expect(bench.steps[0].explanation.contains("of 500000 bytes could be sent by the deadline"))
    }

    @Test("complaint 23: an unplug is an unplug and not an empty reading") func complaint23() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS", timeout: .seconds(60))])])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].readLine()
            await bench.ptys[0].unplug()
            return try await bench.result(id)
        }
        #expect(result.verdict == .error)
        guard case .error(let fault) = bench.steps[0].attempts[0].outcome else {
            Issue.record("\(bench.steps[0])")
            return
        }
        #expect(fault.kind == .unplugged && fault.port == "FT0-A")
        #expect(bench.steps.flatMap(\.hints).isEmpty)
    }

    @Test("complaint 26: a line settles before its first byte") func complaint26() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")], stop: [], settle: .milliseconds(120))])
        let (result, _) = try await bench.play(["MEAS": "OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        let first = try #require(
            bench.spine.events.lazy.compactMap { event -> Duration? in
                guard case .logLine(let line) = event, line.content.direction == "TX" else { return nil }
                return line.elapsed
            }.first)
        #expect(first >= .milliseconds(120))
        #expect(result.verdict == .pass)
        #expect(!LineSettings().hangUpOnClose && LineSettings().dtr == .keep && LineSettings().rts == .keep)
    }
}
