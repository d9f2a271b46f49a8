import Execution
import PortPool
import RigModel
import SerialIO
import Support
import Testing

/// The defects of the system that this one follows, each as a test that would have caught it.
@Suite(.timeLimit(.minutes(1))) struct DefectTests {
    @Test("D1: retries are real, and each attempt is recorded with its bytes") func d1() async throws {
        var step = StepPlan.command("MEAS", retries: RetryPolicy(count: 3, delay: .milliseconds(5)))
        step.noMatchAfter = 1
        let bench = try await Bench([.demo(test: [step], stop: [])])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            for answer in ["NO 1", "NO 2", "OK 3"] { _ = try await bench.ptys[0].answer(1, ["MEAS": "\(answer)\r\n"]) }
            return try await bench.result(id)
        }
        #expect(result.verdict == .pass)
        let record = try #require(bench.steps.first)
        #expect(record.retried)
        #expect(record.attempts.map(\.number) == [1, 2, 3])
        #expect(record.attempts.map(\.outcome) == [.noMatch, .noMatch, .level(.pass)])
        #expect(record.attempts.map(\.received) == ["NO 1\r\n", "NO 2\r\n", "OK 3\r\n"].map { Array($0.utf8) })
        #expect(record.attempts.allSatisfy { $0.sent == Array("MEAS\r\n".utf8) })
    }

    @Test(
        "D2: silence, a part and no match are told apart, and partial bytes are kept",
        arguments: [
            ("", Verdict.timeout, "nothing came within 4 s"),
            ("V=", .timeout, "only a part of a line came, 'V=', within 4 s"),
            ("HELLO\r\n", .fail, "no pattern fits 'HELLO'; tried pass '^OK'"),
        ])
    func d2(answer: String, verdict: Verdict, explanation: String) async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS", timeout: .seconds(4))], stop: [])])
        let (result, _) = try await bench.play(["MEAS": answer]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == verdict)
        #expect(bench.steps[0].explanation == explanation)
        #expect(bench.steps[0].attempts[0].received == Array(answer.utf8))
    }

    @Test("D3: a unit that ends its lines with LF or CR alone is answered at once", arguments: ["\n", "\r", "\r\n"])
    func d3(end: String) async throws {
        let bench = try await Bench([
            .demo(test: [.command("A", timeout: .seconds(60)), .command("B", timeout: .seconds(60))])
        ])
        let replies = ["A": "one\(end)OK\(end)", "B": "OK\(end)", "BYE": "OK\(end)"]
        let (result, _) = try await bench.play(replies) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .pass)
        // The LF of a CRLF that was cut in two is nobody's surprise.
        #expect(bench.steps.allSatisfy { $0.attempts[0].discarded.isEmpty || $0.attempts[0].discarded == [0x0a] })
    }

    @Test(
        "D4: a command gets the end of line of its port, and control characters as they are",
        arguments: [
            (EndOfLine.none, "A\tB\u{1b}"), (.cr, "A\tB\u{1b}\r"), (.lf, "A\tB\u{1b}\n"), (.crlf, "A\tB\u{1b}\r\n"),
        ])
    func d4(end: EndOfLine, sent: String) async throws {
        var step = StepPlan.command("x")
        step.action = .sendText("A\tB\u{1b}")
        let bench = try await Bench([.demo(test: [step], stop: [], endOfLine: end)])
        _ = try await bench.run {
            let id = try await bench.start()[0].id
            #expect(try await bench.ptys[0].readText(sent.utf8.count) == sent)
            try await bench.ptys[0].write("OK\r\n")
            let result = try await bench.result(id)
            #expect(await bench.ptys[0].readAll().isEmpty)
            return result
        }
    }

    @Test("D5: line settings are applied and shown, or refused by name") func d5() async throws {
        let good = try await Bench([
            .demo(test: [.command("A")], stop: [], line: LineSettings(baud: 57_600, flow: .rtscts, lowLatency: false))
        ])
        let (result, _) = try await good.play(["A": "OK\r\n"]) { _, _ in
            let id = try await good.start()[0].id
            let result = try await good.result(id)
            #expect(await good.ptys[0].speed() == (57_600, 57_600))
            return result
        }
        #expect(result.verdict == .pass)
        try await good.log("the settings") { $0.text.contains("57600 8N1 rtscts") }

        let bad = try await Bench([
            .demo(test: [.command("A")], line: LineSettings(parity: .even, lowLatency: false))
        ])
        let refused = try await bad.run {
            let result = try await bad.result(try await bad.start()[0].id)
            #expect(await bad.ptys[0].readAll().isEmpty)
            return result
        }
        #expect(refused.verdict == .error)
        #expect(refused.explanation.contains("did not take parity even"), "\(refused.explanation)")
    }

    @Test("D6: a failed START runs STOP, and no lease or port is left held") func d6() async throws {
        let bench = try await Bench([
            .demo(start: [.command("ATZ", timeout: .milliseconds(100))], test: [.command("NEVER")])
        ])
        let (result, heard) = try await bench.play(["BYE": "OK\r\n"]) { _, _ in
            let result = try await bench.result(try await bench.start()[0].id)
            _ = try await bench.wait(for: "the port to be free") {
                await bench.pool.ports.first { $0.status == .available && $0.execution == nil }
            }
            return result
        }
        #expect(result.verdict == .timeout)
        #expect(heard[0] == ["ATZ", "BYE"])
    }

    @Test("D9: on_fail is each step's own") func d9() async throws {
        var first = StepPlan.command("A"), second = StepPlan.command("B")
        first.onFail = .continue
        first.noMatchAfter = 1
        second.noMatchAfter = 1
        let bench = try await Bench([.demo(test: [first, second, .command("C")])])
        let (result, heard) = try await bench.play(["A": "NO\r\n", "B": "NO\r\n", "BYE": "OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .fail)
        #expect(heard[0] == ["A", "B", "BYE"])
    }

    @Test("D11: each pattern is a pattern of its own, and the worst level is tried first") func d11() async throws {
        var step = StepPlan.command("A", expect: "a.c")
        step.levels.fail = [PatternText("^x+$")]
        step.levels.warn = [PatternText("a\\.c")]
        step.ignore = [PatternText("^$")]
        let bench = try await Bench([.demo(test: [step, step, step], stop: [])])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            for answer in ["\r\nabc\r\n", "a.c\r\n", "xxx\r\n"] { _ = try await bench.ptys[0].answer(1, ["A": answer]) }
            return try await bench.result(id)
        }
        #expect(bench.steps.map(\.verdict) == [.pass, .warn, .fail])
        #expect(result.worstLevel == .fail)
    }
}
