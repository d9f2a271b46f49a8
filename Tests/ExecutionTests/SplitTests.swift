@testable import Execution
import RigModel
import SerialIO
import Support
import Testing

/// However the bytes of an answer are split in time, the judgement is the same.
@Suite struct SplitTests {
    struct Scene: Sendable, CustomTestStringConvertible {
        var name: String
        var step: StepPlan
        var answer: String
        var framing: Framing = .lines
        var testDescription: String { name }
    }

    private static let levels = LevelPatterns(
        critical: [PatternText("OVERVOLT")], fail: [PatternText("^ERR")], warn: [PatternText("^SLOW")],
        pass: [PatternText("^V=(?<v>[0-9.]+)$")])
    private static let measures = [Measure(name: "v", unit: "V", min: 3, max: 4, marginal: 0.1)]

    static let scenes: [Scene] = [
        Scene(name: "one line", step: .judging(levels, measures: measures), answer: "V=3.31\r\n"),
        Scene(name: "CR only", step: .judging(levels), answer: "noise\rV=3.31\r"),
        Scene(name: "LF only", step: .judging(levels), answer: "\n\nnoise\nSLOW\n"),
        Scene(name: "mixed ends", step: .judging(levels), answer: "a\n\rb\r\r\nV=1\r\n"),
        Scene(name: "echo", step: .judging(levels), answer: "MEAS\r\nV=3.31\r\n"),
        Scene(name: "echo behind an empty line", step: .judging(levels), answer: "\r\nMEAS\r\nV=3.31\r\n"),
        Scene(
            name: "echo is judged", step: .judging(LevelPatterns(pass: [PatternText("MEAS")]), echo: .off),
            answer: "MEAS\r\n"),
        Scene(name: "only echo", step: .judging(levels), answer: "MEAS\r\n"),
        Scene(
            name: "ignore", step: .judging(levels, ignore: ["^#", "^\\["]),
            answer: "# ERR\r\n[kern] OVERVOLT\r\nV=3.9\r\n"),
        Scene(
            name: "until",
            step: .judging(LevelPatterns(fail: [PatternText("ERR")], pass: [PatternText("a\nb")]), until: "^END$"),
            answer: "a\r\nb\r\nEND\r\n"),
        Scene(
            name: "until a prompt without an end",
            step: .judging(LevelPatterns(pass: [PatternText("^a$")]), until: "^a$|^> $"),
            answer: "x\r\n> "),
        Scene(name: "no match", step: .judging(levels), answer: "HELLO\r\nWORLD\r\n"),
        Scene(name: "no match after 2", step: .judging(levels, noMatchAfter: 2), answer: "HELLO\r\nWORLD\r\n"),
        Scene(name: "tail", step: .judging(levels), answer: "x\r\nV=3.31"),
        Scene(name: "part", step: .judging(levels), answer: "V="),
        Scene(name: "fail before pass", step: .judging(levels), answer: "ERR 7\r\n"),
        Scene(
            name: "binary", step: .judging(LevelPatterns(pass: [PatternText("^\\x00\\xff\\x80$")])), answer: "\0\r\n"),
        Scene(
            name: "silence ends", step: .judging(LevelPatterns(pass: [PatternText("^V=3\r\nW=4$")])),
            answer: "V=3\r\nW=4",
            framing: .idle(.milliseconds(20))),
        Scene(
            name: "silence ends, with echo", step: .judging(LevelPatterns(pass: [PatternText("^V=3")]), echo: .on),
            answer: "MEAS\r\nV=3\r\n", framing: .idle(.milliseconds(20))),
    ]

    private func judge(_ scene: Scene, _ pieces: [[UInt8]]) throws -> Judgement {
        judge(try CompiledStep(scene.step), scene.framing, pieces)
    }

    private func judge(_ step: CompiledStep, _ framing: Framing, _ pieces: [[UInt8]]) -> Judgement {
        var judged = JudgedBytes(step, command: "MEAS\r\n", framing: framing)
        // Time is a part of silence: the gaps between the pieces are shorter than it.
        return judged.judge(pieces, gap: .milliseconds(19))
    }

    @Test(arguments: scenes) func anyCutGivesTheSameJudgement(scene: Scene) throws {
        let bytes = Array(scene.answer.utf8)
        let step = try CompiledStep(scene.step)
        let whole = judge(step, scene.framing, [bytes])
        for place in 0...bytes.count {
            #expect(judge(step, scene.framing, cut(bytes, at: [place])) == whole, "cut at \(place)")
        }
        #expect(judge(step, scene.framing, bytes.map { [$0] }) == whole, "byte by byte")
        for _ in 0..<300 {
            let places = (0..<Int.random(in: 1...6)).map { _ in Int.random(in: 0...bytes.count) }
            #expect(judge(step, scene.framing, cut(bytes, at: places)) == whole, "cut at \(places)")
        }
    }

    /// Without a scene that ends each way the test above would prove less than it says.
    @Test func theScenesEndInEveryWay() throws {
        let outcomes = try SplitTests.scenes.map { try judge($0, [Array($0.answer.utf8)]).outcome.name }
        #expect(Set(outcomes) == ["PASS", "WARN", "FAIL", "NO_MATCH", "TIMEOUT"])
    }

    /// Any bytes at all, with every byte that means something among them.
    @Test func randomBytesAreJudgedTheSameHoweverTheyAreCut() throws {
        let alphabet: [UInt8] = [0x0d, 0x0a, 0x0a, 0x0d, 0x41, 0x23, 0x00, 0xff, 0x4d]
        let levels = LevelPatterns(
            fail: [PatternText("\\xff\\x00")], pass: [PatternText("^AM$"), PatternText("^AA")])
        let step = try CompiledStep(.judging(levels, ignore: ["^#"]))
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 1...24)).map { _ in alphabet.randomElement() ?? 0 }
            let whole = judge(step, .lines, [bytes])
            for place in 0...bytes.count {
                #expect(judge(step, .lines, cut(bytes, at: [place])) == whole, "\(bytes) cut at \(place)")
            }
            #expect(judge(step, .lines, bytes.map { [$0] }) == whole, "\(bytes)")
        }
    }
}

/// The same through a real line: each piece is a reading of its own.
@Suite(.timeLimit(.minutes(1))) struct SplitLineTests {
    @Test func anAnswerCutAnywhereOnTheLineGivesTheSameStep() async throws {
        let answer = Array("MEAS\r\n# alive\r\nV=3.31\r\n".utf8)
        let levels = LevelPatterns(pass: [PatternText("^V=(?<v>[0-9.]+)$")])
        let step = StepPlan(
            id: "meas", action: .sendText("MEAS"), port: "ctl", listen: "ctl", timeout: .seconds(20), levels: levels,
            measures: [Measure(name: "v", unit: "V", min: 3, max: 4)], ignore: [PatternText("^#")])
        let bench = try await Bench([.demo(test: [step], loop: .times(answer.count + 1), stop: [])])
        let pty = bench.ptys[0]
        let result = try await bench.run {
            let id = try await bench.start()[0].id
            for place in 0...answer.count {
                _ = try await pty.readLine()
                for piece in cut(answer, at: [place]) where !piece.isEmpty {
                    try await pty.write(piece)
                    // The run is on this thread too: it reads before we come back.
                    for _ in 0..<4 { await pty.reactor.yield() }
                }
            }
            return try await bench.result(id)
        }
        #expect(result.verdict == .pass)
        #expect(bench.steps.count == answer.count + 1)
        for step in bench.steps {
            #expect(step.captures == ["v": "3.31"])
            #expect(step.explanation == bench.steps[0].explanation)
        }
    }
}
