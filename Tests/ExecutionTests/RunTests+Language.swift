import Execution
import RigModel
import Support
import Testing

/// The plan's words for steps, carried out: captures, conditions, files, pace, loops and deadlines.
extension RunTests {
    private static func reading(_ id: String, _ command: String, require: String? = nil) -> StepPlan {
        StepPlan(
            id: id, action: .sendText(command), port: "ctl", listen: "ctl", timeout: .seconds(10),
            levels: LevelPatterns(warn: [PatternText("^W=(?<v>.*)$")], pass: [PatternText("^V=(?<v>.*)$")]),
            onFail: .continue, require: require.map { ExpressionText($0) })
    }

    @Test func aCommandHoldsWhatAnEarlierStepHasCaptured() async throws {
        let bench = try await Bench([
            .demo(
                start: [Self.reading("read-sn.1", "SN?")], test: [.command("SET ${read-sn.1.v} $${x}")],
                stop: [.command("BYE ${read-sn.1.v}")])
        ])
        let (result, heard) = try await bench.play(
            ["SN?": "V=0042\r\n", "SET 0042 ${x}": "OK\r\n", "BYE 0042": "OK\r\n"]
        ) { _, _ in try await bench.result(try await bench.start()[0].id) }
        #expect(result.verdict == .pass)
        #expect(heard[0] == ["SN?", "SET 0042 ${x}", "BYE 0042"])
    }

    @Test func whatALaterPassDidNotCaptureIsNotTakenFromAnEarlierOne() async throws {
        var read = Self.reading("read", "READ")
        read.noMatchAfter = 1
        var use = StepPlan.command("USE ${read.v}")
        use.id = "use"
        let bench = try await Bench([.demo(test: [read, use], loop: .times(2), stop: [])])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(2, ["READ": "V=7\r\n", "USE 7": "OK\r\n"])
            _ = try await bench.ptys[0].answer(1, ["READ": "nonsense\r\n"])
            return try await bench.result(id)
        }
        #expect(result.verdict == .fail)
        let last = try #require(bench.steps.last)
        #expect(last.stepID == "use" && last.attempts[0].sent.isEmpty)
        #expect(last.explanation == "nothing was sent: step 'read' has captured no 'v' in this run")
    }

    @Test(
        "complaint 21: limits may come from other steps, and each side is told",
        arguments: [
            ("v > ref.v", "V=3.4", Verdict.pass, "require 'v > ref.v' holds"),
            ("v > ref.v", "V=3.2", .fail, "require 'v > ref.v' is false: v = 3.2, ref.v = 3.3"),
            ("v > ref.v", "W=3.4", .warn, "require 'v > ref.v' holds"),
            ("abs(v - ref.v) < 0.05 and v > 0", "V=3.1", .fail, "is false: abs(v - ref.v) = 0.2"),
            ("v > gone.v", "V=1", .fail, "cannot be judged: nothing was captured as 'gone.v'"),
            ("v > ref.v", "V=abc", .fail, "cannot be judged: v = 'abc' is not a number"),
            ("step.v == 7 and v == step.v", "V=7", .pass, "holds"),
        ])
    func aConditionOverCaptures(require: String, answer: String, verdict: Verdict, told: String) async throws {
        let step = Self.reading("step", "READ", require: require)
        let bench = try await Bench([.demo(test: [Self.reading("ref", "REF"), step], stop: [])])
        let (result, _) = try await bench.play(["REF": "V=3.3\r\n", "READ": "\(answer)\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == verdict)
        #expect(bench.steps[1].explanation.contains(told), "\(bench.steps[1].explanation)")
        #expect(bench.steps[1].hints.isEmpty)
    }

    @Test func aStepThatExpectsNothingMayHaveACondition() async throws {
        var check = StepPlan.command("X")
        check.action = .wait(.milliseconds(1))
        check.levels = LevelPatterns()
        check.require = ExpressionText("ref.v >= 4")
        let bench = try await Bench([.demo(test: [Self.reading("ref", "REF"), check], stop: [])])
        let (result, _) = try await bench.play(["REF": "V=3.3\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .fail)
        #expect(result.explanation.contains("ref.v = 3.3"))
    }

    @Test func aFileIsSentAsItIs() async throws {
        let content = [UInt8](0...255) + [UInt8](repeating: 0x0a, count: 3_000)
        var step = StepPlan.command("LOAD")
        step.action = .sendFile(name: "firmware.bin", content: content)
        let bench = try await Bench([.demo(test: [step], stop: [])])
        let (result, sent) = try await bench.run {
            let id = try await bench.start()[0].id
            let sent = try await bench.ptys[0].read(content.count)
            try await bench.ptys[0].write("OK\r\n")
            return (try await bench.result(id), sent)
        }
        #expect(result.verdict == .pass)
        #expect(sent == content)
        #expect(bench.steps[0].attempts[0].sent == content)
    }

    @Test func bytesGoOutAtThePaceOfThePort() async throws {
        let bench = try await Bench([.demo(test: [.command("SLOW")], stop: [], pace: .milliseconds(5))])
        let (result, heard) = try await bench.play(["SLOW": "OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .pass)
        #expect(heard[0] == ["SLOW"])
        #expect(bench.steps[0].attempts[0].sent == Array("SLOW\r\n".utf8))
        // Five rests: never less, however busy the machine is.
        #expect(bench.steps[0].duration >= .milliseconds(25))
    }

    @Test func anAnswerIsHeardWhileTheRestIsStillToGo() async throws {
        let bench = try await Bench([
            .demo(test: [.command("SLOW", timeout: .seconds(60), ignore: ["^\\."])], stop: [], pace: .seconds(20))
        ])
        let pty = bench.ptys[0]
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            #expect(try await pty.read(1) == Array("S".utf8))
            try await pty.write(".\r\nOK\r\n")
            return try await bench.result(id, within: .seconds(15))
        }
        #expect(result.verdict == .pass)
        #expect(bench.steps[0].attempts[0].sent == Array("S".utf8))
        #expect(bench.steps[0].attempts[0].received == Array(".\r\nOK\r\n".utf8))
    }

    @Test func thePaceIsUnderTheDeadlineOfTheStep() async throws {
        let bench = try await Bench([
            .demo(test: [.command("SLOW", timeout: .milliseconds(100))], stop: [], pace: .seconds(60))
        ])
        let result = try await bench.run { try await bench.result(try await bench.start()[0].id) }
        #expect(result.verdict == .error)
        #expect(bench.steps[0].attempts[0].sent == Array("S".utf8))
        #expect(result.explanation.contains("only 1 of 6 bytes"))
    }

    @Test func silenceEndsAFrameWhereThePlanSaysSo() async throws {
        let bench = try await Bench([
            .demo(test: [.command("READ", expect: "^V=1\r\nW=2$")], stop: [], framing: .idle(.milliseconds(30)))
        ])
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, ["READ": "V=1\r\nW=2"])
            return try await bench.result(id)
        }
        #expect(result.verdict == .pass)
    }

    @Test func severalLinesUpToAMarkAreJudgedTogether() async throws {
        var dump = StepPlan.command("DUMP", expect: "^a=1\nb=(?<b>[0-9]+)\nEND$")
        dump.until = PatternText("^END$")
        dump.require = ExpressionText("b == 2")
        let bench = try await Bench([.demo(test: [dump], stop: [])])
        let (result, _) = try await bench.play(["DUMP": "DUMP\r\na=1\r\nb=2\r\nEND\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .pass, "\(result.explanation)")
        #expect(bench.steps[0].captures == ["b": "2"])
    }

    // MARK: Loops

    @Test func aLoopEndsByASignalAfterThePassUnderWay() async throws {
        let bench = try await Bench([.demo(test: [.command("A"), .command("B")], loop: .untilSignal)])
        let pty = bench.ptys[0]
        let (result, heard) = try await bench.run {
            let id = try await bench.start()[0].id
            var heard = try await pty.answer(5, ["A": "OK\r\n", "B": "OK\r\n"])
            try await bench.engine.signal(id)
            await #expect(throws: RunRefusal.notWaitingForSignal(id)) { try await bench.engine.signal(id) }
            heard += try await pty.answer(2, ["B": "OK\r\n", "BYE": "OK\r\n"])
            return (try await bench.result(id), heard)
        }
        #expect(result.verdict == .pass)
        #expect(heard == ["A", "B", "A", "B", "A", "B", "BYE"])
        #expect(bench.steps.map(\.ordinal) == Array(0..<7))
        #expect(bench.steps.map(\.position.iteration) == [1, 1, 2, 2, 3, 3, 1])
    }

    @Test func aLoopOfSomeTimeBeginsNoPassAfterIt() async throws {
        let bench = try await Bench([.demo(test: [.command("A")], loop: .duration(.milliseconds(120)))])
        let (result, heard) = try await bench.play(["A": "OK\r\n", "BYE": "OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .pass)
        #expect(heard[0].count >= 2 && heard[0].last == "BYE" && heard[0].dropLast().allSatisfy { $0 == "A" })
        let phases = bench.spine.events.compactMap { event -> PhaseStart? in
            if case .phaseStarted(let phase) = event, phase.phase == .test { phase } else { nil }
        }
        #expect(phases.map(\.iteration) == Array(1...heard[0].count - 1))
    }

    @Test func aSignalForAPlainRunIsRefused() async throws {
        let bench = try await Bench([.demo(test: [.command("A")], stop: [])])
        try await bench.run {
            let id = try await bench.start()[0].id
            await #expect(throws: RunRefusal.notWaitingForSignal(id)) { try await bench.engine.signal(id) }
            _ = try await bench.ptys[0].answer(1, ["A": "OK\r\n"])
            _ = try await bench.result(id)
        }
    }

    // MARK: Deadlines

    @Test func theDeadlineOfTheUnitCoversStartAndTestAndNotStop() async throws {
        let bench = try await Bench([
            .demo(
                start: [.command("A")], test: [.command("B", timeout: .seconds(60))],
                stop: [.command("BYE", timeout: .seconds(20))], deadline: .seconds(4))
        ])
        let (result, heard) = try await bench.play(["A": "OK\r\n", "BYE": "OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .timeout)
        #expect(heard[0] == ["A", "B", "BYE"])
        #expect(bench.steps.map(\.verdict) == [.pass, .timeout, .pass])
        #expect(result.explanation.contains("the deadline of the unit, for START and TEST, passed"))
    }

    @Test func aDeadlineEndsTheRestBeforeARetry() async throws {
        let retries = RetryPolicy(count: 5, delay: .seconds(60), causes: [.noMatch])
        var step = StepPlan.command("A", retries: retries)
        step.noMatchAfter = 1
        let bench = try await Bench([.demo(test: [step], testDeadline: .seconds(4))])
        let (result, heard) = try await bench.play(["A": "NO\r\n", "BYE": "OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(result.verdict == .timeout)
        #expect(heard[0] == ["A", "BYE"])
        #expect(bench.steps[0].attempts.map(\.outcome) == [.noMatch, .phaseTimeout])
    }
}
