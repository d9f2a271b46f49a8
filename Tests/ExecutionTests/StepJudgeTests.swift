@testable import Execution
import RigModel
import Testing

@Suite struct StepJudgeTests {
    /// Gives the judge frames, then the deadline with a tail.
    private func judge(
        _ step: StepPlan, frames: [String], tail: String = ""
    ) throws -> Judgement {
        var judge = StepJudge(try CompiledStep(step))
        for frame in frames {
            if let judgement = judge.judge(Array(frame.utf8)) { return judgement }
        }
        return judge.atDeadline(tail: Array(tail.utf8), waited: .seconds(2))
    }

    private func step(
        _ levels: LevelPatterns, ignore: [String] = [], measures: [Measure] = [], noMatchAfter: Int? = nil,
        until: String? = nil
    ) -> StepPlan {
        StepPlan(
            id: "t", action: .sendText("X"), port: "ctl", listen: "ctl", timeout: .seconds(2), levels: levels,
            noMatchAfter: noMatchAfter, measures: measures, ignore: ignore.map { PatternText($0) },
            until: until.map { PatternText($0) })
    }

    private let levels = LevelPatterns(
        critical: [PatternText("OVERVOLT")], fail: [PatternText("^ERR")], warn: [PatternText("SLOW")],
        pass: [PatternText("^V=(?<v>.+)$"), PatternText("OK")])

    @Test(arguments: [
        (["OK"], Outcome.level(.pass)), (["OK SLOW"], .level(.warn)), (["ERR SLOW OK"], .level(.fail)),
        (["ERR OVERVOLT SLOW OK"], .level(.critical)), (["noise", "more", "OK"], .level(.pass)),
        (["noise"], .noMatch), ([], .timeout),
    ])
    func theMostSevereLevelThatFitsTheFirstFrameWins(frames: [String], outcome: Outcome) throws {
        #expect(try judge(step(levels), frames: frames).outcome == outcome)
    }

    @Test func theFirstFrameThatFitsEndsTheStep() throws {
        #expect(try judge(step(levels), frames: ["OK", "OVERVOLT"]).outcome == .level(.pass))
    }

    @Test func aLongLineIsToldWithItsOwnLength() throws {
        let long = String(repeating: "A", count: 4_000)
        let explanation = try judge(step(levels), frames: [long]).explanation
        #expect(explanation.hasPrefix("no pattern fits '\(long.prefix(120))...' (4000 bytes); tried "))
        let passedOver = try judge(step(levels), frames: [long, "OK"]).explanation
        #expect(passedOver.hasSuffix("1 line before it fitted nothing, last '\(long.prefix(120))...' (4000 bytes)"))
    }

    /// D2: silence is not "no match", and a part of a line is kept and told.
    @Test func d2SilencePartAndNoMatchAreToldApart() throws {
        let silent = try judge(step(levels), frames: [])
        #expect(silent.outcome == .timeout)
        #expect(silent.explanation == "nothing came within 2 s")
        let part = try judge(step(levels), frames: [], tail: "V")
        #expect(part.outcome == .timeout)
        #expect(part.explanation == "only a part of a line came, 'V', within 2 s")
        let other = try judge(step(levels), frames: ["HELLO"])
        #expect(other.outcome == .noMatch)
        #expect(other.explanation.contains("'HELLO'") && other.explanation.contains("pass 'OK'"))
    }

    @Test func aTailWithoutEndOfLineIsJudgedAtTheDeadline() throws {
        #expect(try judge(step(levels), frames: [], tail: "OK").outcome == .level(.pass))
        #expect(try judge(step(levels), frames: ["noise"], tail: "ERR").outcome == .level(.fail))
    }

    @Test func ignoredFramesAreNotJudgedAndNotCounted() throws {
        let step = step(levels, ignore: ["^#"])
        #expect(try judge(step, frames: ["# ERR", "OK"]).outcome == .level(.pass))
        #expect(try judge(step, frames: ["# alive", "# alive"]).outcome == .timeout)
    }

    @Test func noMatchMayBeToldBeforeTheDeadline() throws {
        var judge = StepJudge(try CompiledStep(step(levels, noMatchAfter: 2)))
        #expect(judge.judge(Array("a".utf8)) == nil)
        #expect(judge.judge(Array("b".utf8))?.outcome == .noMatch)
    }

    @Test func framesUpToAMarkAreJudgedTogether() throws {
        let step = step(
            LevelPatterns(fail: [PatternText("FAILED")], pass: [PatternText("^a\nb\nEND$")]), until: "^END$")
        #expect(try judge(step, frames: ["a", "b", "END"]).outcome == .level(.pass))
        #expect(try judge(step, frames: ["a", "FAILED", "END"]).outcome == .level(.fail))
        #expect(try judge(step, frames: ["a", "FAILED"]).outcome == .noMatch)
    }

    @Test func aPatternThatWouldNeverEndIsAnErrorOfTheRig() throws {
        let step = step(LevelPatterns(pass: [PatternText("(a+)+$")]))
        let judgement = try judge(step, frames: [String(repeating: "a", count: 5_000) + "b"])
        guard case .error(let fault) = judgement.outcome else {
            Issue.record("\(judgement)")
            return
        }
        #expect(fault.kind == .matchLimit)
        #expect(fault.message.contains("step 't'"))
    }

    @Test func garbageNulAndBadUTF8AreJustBytes() throws {
        var judge = StepJudge(try CompiledStep(step(LevelPatterns(pass: [PatternText("^\\xff\\x00A$")]))))
        #expect(judge.judge([0xff, 0x00, 0x41])?.outcome == .level(.pass))
    }

    // MARK: Measurements

    private func measured(_ text: String, min: Double? = 3, max: Double? = 4, marginal: Double? = nil) throws
        -> Judgement
    {
        let measure = Measure(name: "v", unit: "V", min: min, max: max, marginal: marginal)
        return try judge(step(levels, measures: [measure]), frames: ["V=\(text)"])
    }

    @Test(arguments: [
        ("3", Level.pass), ("4", .pass), ("3.5", .pass), ("2.999", .fail), ("4.001", .fail), ("abc", .fail),
        ("nan", .fail), ("inf", .fail), ("-1e3", .fail), (" 3.5", .fail),
    ])
    func limitsBelongToTheGoodRange(text: String, level: Level) throws {
        let judgement = try measured(text)
        #expect(judgement.outcome == .level(level))
        #expect(judgement.measurements.map(\.level) == [level])
    }

    @Test(arguments: [("3.05", Level.warn), ("3.25", .pass), ("3.75", .pass), ("3.95", .warn), ("4.5", .fail)])
    func closeToAnEdgeIsAWarning(text: String, level: Level) throws {
        #expect(try measured(text, marginal: 0.2).outcome == .level(level))
    }

    @Test func oneLimitIsEnough() throws {
        #expect(try measured("1e9", max: nil).outcome == .level(.pass))
        #expect(try measured("-1e9", min: nil).outcome == .level(.pass))
        #expect(try measured("5", min: nil).outcome == .level(.fail))
    }

    @Test func aWarningThatMeasuresBadlyIsAFail() throws {
        let levels = LevelPatterns(warn: [PatternText("^W=(?<v>.+)$")])
        let step = step(levels, measures: [Measure(name: "v", unit: "V", min: 1, max: 2)])
        #expect(try judge(step, frames: ["W=1.5"]).outcome == .level(.warn))
        #expect(try judge(step, frames: ["W=3"]).outcome == .level(.fail))
    }

    @Test func theExplanationNamesTextPatternAndLimits() throws {
        #expect(
            try measured("4.5").explanation
                == "'V=4.5' fits pass '^V=(?<v>.+)$'; v = 4.5 V, outside 3 to 4 V; "
                + "tried before: critical 'OVERVOLT', fail '^ERR', warn 'SLOW'")
    }
}

/// Explanations say what was tried, what fitted, what it captured and what is left over.
@Suite struct ExplanationTests {
    private func explain(_ step: StepPlan, _ answer: String, tail: Bool = false) throws -> String {
        var judged = try JudgedBytes(step, command: "MEAS\r\n")
        return judged.judge([Array(answer.utf8)]).explanation
    }

    private let levels = LevelPatterns(
        critical: [PatternText("SMOKE")], fail: [PatternText("^ERR (?<code>[0-9]+)")],
        pass: [PatternText("^V=(?<v>[0-9.]+) sn=(?<sn>\\S*)$")])

    @Test func aMatch() throws {
        let measured = StepPlan.judging(
            levels, measures: [Measure(name: "v", unit: "V", min: 3, max: 4, marginal: 0.1)])
        #expect(
            try explain(measured, "V=3.5 sn=\u{1}7\r\n")
                == "'V=3.5 sn=\\x017' fits pass '^V=(?<v>[0-9.]+) sn=(?<sn>\\S*)$'; sn = '\\x017'; "
                + "v = 3.5 V, within 3 to 4 V; tried before: critical 'SMOKE', fail '^ERR (?<code>[0-9]+)'")
        #expect(try explain(measured, "V=3.05 sn=\r\n").contains("v = 3.05 V, within 3 to 4 V but close to the edge"))
        #expect(
            try explain(.judging(levels), "hello\r\nworld\r\nERR 7\r\n")
                == "'ERR 7' fits fail '^ERR (?<code>[0-9]+)'; code = '7'; tried before: critical 'SMOKE'; "
                + "2 lines before it fitted nothing, last 'world'")
    }

    @Test func noMatch() throws {
        let tried =
            "tried critical 'SMOKE', fail '^ERR (?<code>[0-9]+)', pass '^V=(?<v>[0-9.]+) sn=(?<sn>\\S*)$'"
        #expect(try explain(.judging(levels), "a\r\nb\r\n") == "no pattern fits 'a', 'b'; \(tried)")
        #expect(
            try explain(.judging(levels), "1\n2\n3\n4\n5\n6\n7\ntail")
                == "no pattern fits '3', '4', '5', '6', '7', 'tail' and 2 lines before; \(tried)")
        #expect(
            try explain(.judging(levels, until: "^END$"), "a\r\nb\r\n")
                == "no pattern fits 'a\\nb'; \(tried); nothing fitted until '^END$'")
    }

    @Test func leftOvers() async throws {
        let bench = try await Bench([.demo(test: [.command("MEAS")], stop: [])])
        _ = try await bench.run {
            let id = try await bench.start()[0].id
            _ = try await bench.ptys[0].answer(1, ["MEAS": "OK\r\nREADY\r\n"])
            return try await bench.result(id)
        }
        #expect(bench.steps[0].explanation == "'OK' fits pass '^OK'; left over: 'READY\\r\\n'")
    }
}

/// Limits to the last digit.
@Suite struct MeasureTables {
    @Test(arguments: [
        (3.0, Level.warn), (3.0 - 1e-12, .fail), (3.1, .pass), (3.0999, .warn), (3.5, .pass), (3.9, .pass),
        (3.9001, .warn), (4.0, .warn), (4.0 + 1e-12, .fail), (-3.5, .fail),
    ])
    func bothEdgesAreGoodAndTheBandIsInside(value: Double, level: Level) {
        let measure = Measure(name: "v", unit: "V", min: 3, max: 4, marginal: 0.1)
        #expect(measure.judge("\(value)").level == level)
    }

    @Test(arguments: [
        ("", Level.fail), ("abc", .fail), ("3,5", .fail), ("nan", .fail), ("inf", .fail), ("1e999", .fail),
        ("+3.5", .pass),
        ("35e-1", .pass), ("003.5", .pass), ("3.5V", .fail),
    ])
    func whatIsNoNumberFails(text: String, level: Level) {
        #expect(Measure(name: "v", unit: "V", min: 3, max: 4).judge(text).level == level)
    }

    @Test func aValueThatWasNotCapturedFails() {
        let record = Measure(name: "v", unit: "V", min: nil, max: nil).judge(nil)
        #expect(record.level == .fail && record.value == nil)
    }

    @Test func withoutLimitsAnyNumberIsGood() {
        #expect(Measure(name: "v", unit: "", min: nil, max: nil).judge("-1e9").level == .pass)
        #expect(Measure(name: "v", unit: "", min: 1, max: 1).judge("1").level == .pass)
    }
}
