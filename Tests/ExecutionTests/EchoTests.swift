@testable import Execution
import RigModel
import Testing

@Suite struct EchoTests {
    private func judge(
        _ policy: EchoPolicy, _ answer: String, command: String = "MEAS\r\n", expect: String = "^V=",
        framing: Framing = .lines, ignore: [String] = []
    ) throws -> Judgement {
        var judged = try JudgedBytes(
            .judging(
                LevelPatterns(fail: [PatternText("MEAS")], pass: [PatternText(expect)]), ignore: ignore, echo: policy),
            command: command, framing: framing)
        return judged.judge([Array(answer.utf8)])
    }

    @Test(arguments: [
        (EchoPolicy.auto, "MEAS\r\nV=3\r\n", Outcome.level(.pass)), (.auto, "V=3\r\n", .level(.pass)),
        (.auto, "\r\nMEAS\r\nV=3\r\n", .level(.pass)), (.auto, "# x\r\nMEAS\r\nV=3\r\n", .level(.pass)),
        // Only the first line is an echo, and only the whole command.
        (.auto, "MEAS\r\nMEAS\r\n", .level(.fail)), (.auto, "x\r\nMEAS\r\n", .level(.fail)),
        (.auto, "MEAS 1\r\n", .level(.fail)), (.auto, "MEAS\r\n", .timeout), (.auto, "MEAS", .timeout),
        (.on, "MEAS\r\nV=3\r\n", .level(.pass)), (.on, "V=3\r\n", .level(.pass)), (.on, "MEAS\r\n", .timeout),
        (.off, "MEAS\r\nV=3\r\n", .level(.fail)), (.off, "V=3\r\n", .level(.pass)),
    ])
    func anEchoIsNotJudged(policy: EchoPolicy, answer: String, outcome: Outcome) throws {
        #expect(try judge(policy, answer, ignore: ["^#"]).outcome == outcome)
    }

    @Test func whereSilenceEndsAFrameEchoAndAnswerAreOne() throws {
        let idle = Framing.idle(.milliseconds(20))
        #expect(try judge(.on, "MEAS\r\nV=3\r\n", framing: idle).outcome == .level(.pass))
        #expect(try judge(.on, "MEASV=3", framing: idle).outcome == .level(.fail))
        #expect(try judge(.auto, "MEAS\r\nV=3\r\n", framing: idle).outcome == .level(.fail))
        #expect(try judge(.auto, "MEAS\r\n", framing: idle).outcome == .timeout)
    }

    @Test func nothingSentHasNoEcho() throws {
        #expect(try judge(.auto, "\r\nV=3\r\n", command: "").outcome == .level(.pass))
        #expect(try judge(.on, "MEAS\r\n", command: "").outcome == .level(.fail))
    }

    @Test func onlyAnEchoSaysSo() throws {
        #expect(try judge(.auto, "MEAS\r\n").explanation == "only the echo of the command came within 1 s")
    }
}
