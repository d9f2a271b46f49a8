@testable import Execution
import RigModel
import Support
import Testing

/// Answers that no honest unit gives: bounded time and memory, and a clear outcome.
@Suite(.timeLimit(.minutes(1))) struct HostileTests {
    private let levels = LevelPatterns(fail: [PatternText("^ERR")], pass: [PatternText("^OK$")])

    struct Hostile: Sendable {
        var bytes: [UInt8]
        var outcome: Outcome
    }

    private static let zeros = [UInt8](repeating: 0, count: 5_000)
    private static let ones = [UInt8](repeating: 0xff, count: 5_000)

    static let answers: [Hostile] = [
        Hostile(bytes: zeros, outcome: .timeout),
        Hostile(bytes: ones + [0x0a], outcome: .noMatch),
        Hostile(bytes: [0xc3, 0x28, 0xa0, 0xa1, 0x0d, 0x0a], outcome: .noMatch),
        Hostile(bytes: [0x1b, 0x5b, 0x32, 0x4a, 0x0d, 0x0a], outcome: .noMatch),
        Hostile(bytes: [0xed, 0xa0, 0x80, 0x0a, 0x4f, 0x4b, 0x0d, 0x0a], outcome: .level(.pass)),
        Hostile(bytes: [0, 0, 0x0a, 0x4f, 0x4b, 0x0a], outcome: .level(.pass)),
    ]

    @Test(arguments: answers) func garbageNulAndInvalidUTF8(answer: Hostile) throws {
        let (bytes, outcome) = (answer.bytes, answer.outcome)
        var judged = try JudgedBytes(.judging(levels))
        let judgement = judged.judge([bytes])
        #expect(judgement.outcome == outcome)
        #expect(judgement.explanation.utf8.count < 2_000)
        #expect(judgement.explanation.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f })
    }

    @Test func aMegabyteWithoutAnEnd() throws {
        var judged = try JudgedBytes(.judging(levels))
        let pieces = [[UInt8]](repeating: [UInt8](repeating: 0x41, count: 4_096), count: 256)
        let judgement = judged.judge(pieces)
        #expect(judgement.outcome == .noMatch)
        #expect(judgement.explanation.contains("(200 bytes)") || judgement.explanation.contains("bytes)"))
        #expect(judgement.explanation.utf8.count < 2_000)
        #expect(judged.conversation.received.count == 1 << 20)
        #expect(judged.conversation.uncounted == 0)
    }

    @Test func moreThanIsKeptIsCounted() throws {
        var judged = try JudgedBytes(.judging(levels))
        let pieces = [[UInt8]](repeating: [UInt8](repeating: 0x41, count: 65_536), count: 40)
        _ = judged.judge(pieces)
        #expect(judged.conversation.received.count == StepConversation.keptBytes)
        #expect(judged.conversation.uncounted == 40 * 65_536 - StepConversation.keptBytes)
    }

    /// Every byte is in the log, and the log has no line for each of a hundred thousand.
    @Test func aHundredThousandEmptyLines() throws {
        var judged = try JudgedBytes(.judging(levels))
        let pieces = [[UInt8]](repeating: [UInt8](repeating: 0x0a, count: 1_000), count: 100)
        let judgement = judged.judge(pieces)
        judged.conversation.logRest()
        #expect(judgement.outcome == .noMatch)
        #expect(judgement.explanation.contains("and 99995 lines before"))
        #expect(judged.logged.count == 100_000)
        #expect(judged.spine.events.count < 400)
    }

    @Test func whatIsCollectedUntilAMarkIsBounded() throws {
        var judged = try JudgedBytes(.judging(LevelPatterns(pass: [PatternText("END")]), until: "^END$"))
        let line = Array("0123456789abcdef\r\n".utf8)
        let lines = [[UInt8]](repeating: line, count: 10_000)
        let judgement = judged.judge(lines + [Array("END\r\n".utf8)])
        #expect(judgement.outcome == .noMatch)
        #expect(judgement.explanation.contains("(65536 bytes)"))
    }

    /// A pattern that would look for ever is an ERROR of the rig that names it, not a FAIL of the unit.
    @Test(arguments: ["(a+)+$", "(a|aa)+$", "(.*)*b$", "^(([a-z])+.)+[A-Z]([a-z])+$"])
    func aPatternThatWouldBacktrackForEver(pattern: String) throws {
        var judged = try JudgedBytes(.judging(LevelPatterns(pass: [PatternText(pattern)])))
        let began = ContinuousClock.now
        let judgement = judged.judge([[UInt8](repeating: 0x61, count: 5_000) + Array("!\r\n".utf8)])
        guard case .error(let fault) = judgement.outcome else {
            // PCRE2 can prove of some that nothing fits.
            #expect(judgement.outcome == .noMatch)
            return
        }
        #expect(fault.kind == .matchLimit)
        #expect(fault.message.contains(pattern) && fault.message.contains("step 't'"))
        // It would be centuries.
        #expect(began.duration(to: .now) < .seconds(20))
    }

    @Test func thePatternsOfIgnoreAndUntilAreBoundedToo() throws {
        let bad = "(a+)+$"
        let answer = [UInt8](repeating: 0x61, count: 5_000) + Array("!\r\n".utf8)
        for step in [StepPlan.judging(levels, ignore: [bad]), .judging(levels, until: bad)] {
            var judged = try JudgedBytes(step)
            guard case .error(let fault) = judged.judge([answer]).outcome else {
                Issue.record("no error of the rig")
                continue
            }
            #expect(fault.kind == .matchLimit && fault.message.contains(bad))
        }
    }

    /// A unit that never ends its line and never falls silent, on a real line: the deadline holds, and STOP is sent.
    @Test func aFloodDoesNotOutlastItsDeadline() async throws {
        let bench = try await Bench([
            .demo(test: [.command("MEAS", timeout: .milliseconds(300))], stop: [.command("BYE", timeout: .seconds(5))])
        ])
        let pty = bench.ptys[0]
        let (result, heard) = try await bench.run {
            try await withThrowingTaskGroup(of: Void.self) { group in
                let id = try await bench.start()[0].id
                var heard = [try await pty.readLine()]
                group.addTask {
                    while !Task.isCancelled {
                        try? await pty.write([UInt8](repeating: 0x55, count: 4_000), within: .milliseconds(50))
                    }
                }
                heard.append(try await pty.readLine())
                group.cancelAll()
                return (try await bench.result(id), heard)
            }
        }
        #expect(heard == ["MEAS", "BYE"])
        #expect([.fail, .timeout].contains(bench.steps[0].verdict))
        #expect(result.verdict != .pass)
    }
}
