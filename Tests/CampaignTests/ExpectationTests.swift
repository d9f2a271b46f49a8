import BoardModel
import Campaign
import enum Campaign.Expectation
import RigModel
import Testing

/// What a campaign demands of a fault at a step of a plan: the plan's own words decide, tried on healthy answers.
@Suite struct ExpectationTests {
    @Test(arguments: [
        // Answers that do not come, or come late.
        ("no_answer", "volts", "must-detect"), ("late_answer:delay=20ms", "volts", "transparent"),
        ("late_answer:delay=3s", "volts", "must-detect"), ("late_answer:delay=3s", "slow", "must-detect"),
        ("late_answer:delay=900ms", "quick", "transparent or detected"), ("stale_answer", "volts", "transparent"),
        ("stop_reading:for=50ms", "volts", "transparent"), ("stop_reading", "volts", "must-detect"),
        // XOFF is a byte in front of the answer: the second attempt is behind it, where there is one.
        ("xoff:for=50ms", "volts", "transparent"), ("xoff:for=50ms", "once", "transparent or detected"),
        ("xoff", "volts", "must-detect"), ("baud_mismatch", "volts", "must-detect"),
        // Other bytes are as good as the patterns take them.
        ("replace:with=ERR", "volts", "must-detect"), ("replace:with=V=3.31", "volts", "in-band"),
        ("replace:with=V=9.99", "volts", "must-detect"), ("replace:with=V=LOW", "volts", "must-detect"),
        ("replace:with=OK SLOW", "reset", "in-band"), ("replace:with=ERR", "any", "in-band"),
        // What a unit says when it is well, at another time or to something else: N=1233, V=3.309; ONE in place of PONG 7.
        ("replace:with=<another digit>", "number", "in-band"), ("replace:with=<another digit>", "volts", "in-band"),
        ("replace:with=<another answer>", "loose", "must-detect"), ("replace:with=<another answer>", "any", "in-band"),
        ("corrupt_bits", "volts", "in-band"), ("drop_bytes", "volts", "in-band"),
        ("partial_line", "volts", "must-detect"), ("partial_line", "number", "in-band"),
        ("partial_line", "block", "must-detect"), ("partial_line", "any", "in-band"),
        // The unit starts anew in place of its answer, which nothing makes up for.
        ("banner_reboot", "volts", "must-detect"), ("banner_reboot", "deaf", "must-detect"),
        ("banner_reboot", "bye", "must-detect"), ("banner_reboot", "any", "in-band"),
        // Noise in a frame spoils it, noise in frames of its own is passed over, but by steps that collect their frames.
        ("garbage:bytes=12", "volts", "must-detect"), ("garbage:bytes=12", "loose", "transparent"),
        ("garbage:bytes=12", "block", "must-detect"), ("garbage:bytes=12,place=line", "volts", "transparent"),
        ("garbage:bytes=12,place=line", "block", "must-detect"),
        // From the next command on each comes back: `block` collects it, behind that nothing minds.
        ("echo", "reset", "must-detect"), ("echo", "volts", "must-detect"), ("echo", "block", "transparent"),
        ("echo", "bye", "transparent"),
        // A later attempt may be behind the flood or not.
        ("flood:for=300ms", "volts", "transparent or detected"), ("flood:for=300ms", "deaf", "transparent"),
        ("flood:for=300ms", "count", "transparent or detected"), ("flood:for=300ms", "bye", "transparent"),
        ("noise_at_boot", "volts", "transparent"),
        // The plug, and who else is at the port.
        ("unplug", "volts", "ERROR"), ("unplug:at=mid_reply", "bye", "ERROR"), ("replug:after=1s", "volts", "ERROR"),
        ("replug:after=1s,serial=duplicate", "volts", "ERROR"), ("hub_pull", "bye", "ERROR"),
        ("held_port", "volts", "ERROR naming the holder"), ("lost_remove", "volts", "transparent"),
    ]) func oraclesAtAStep(fault: String, step: String, expected: String) throws {
        #expect(try "\(Self.expectation(fault, step, Self.plan))" == expected)
    }

    /// A pulled plug may be too late for the last answer, and so may a board that hears nothing more.
    @Test(arguments: [
        ("unplug", "ERROR unless too late"), ("replug:after=1s,swap=true", "ERROR unless too late"),
        ("stop_reading", "transparent or detected"), ("baud_mismatch", "must-detect"), ("no_answer", "must-detect"),
        ("partial_line", "must-detect"),
    ]) func afterTheLastAnswer(fault: String, expected: String) throws {
        #expect(try "\(Self.expectation(fault, "bye", Self.plan))" == expected)
    }

    @Test func whatThePlanSaysOfTheLineCounts() throws {
        // Without time for the line to settle and without a second attempt nobody knows what the noise gets into.
        let hasty = Self.plan.replacing("settle: 50ms", with: "settle: 0ms")
        #expect(try Self.expectation("noise_at_boot", "volts", hasty) == .transparent)
        let single = hasty.replacing("retries: { count: 1 }", with: "retries: { count: 0 }")
        #expect(try Self.expectation("noise_at_boot", "volts", single) == .either)
        // `echo: on` leaves the echo out; and on a loop the steps before are still to come.
        let echoing = Self.plan.replacing("until: '^END$'", with: "until: '^END$', echo: on")
        #expect(try Self.expectation("echo", "volts", echoing) == .transparent)
        let looping = Self.plan.replacing("loop: { times: 1 }", with: "loop: { times: 2 }")
        #expect(try Self.expectation("echo", "bye", looping) == .transparent)
        #expect(try Self.expectation("echo", "count", looping) == .detected)
        // A banner that the plan ignores is silence, and one that it forgives is what the plan wants.
        let ignoring = Self.plan.replacing("ignore: ['^#']", with: "ignore: ['^BOOT']")
        #expect(try Self.expectation("banner_reboot", "any", ignoring) == .detected)
        #expect(try Self.expectation("banner_reboot", "mild", Self.plan) == .either)
        #expect(try Self.expectation("no_answer", "mild", Self.plan) == .either)
    }

    /// Where silence ends a frame, bytes alone do not tell what the service has judged.
    @Test(arguments: [
        "replace:with=ERR", "partial_line", "banner_reboot", "garbage:bytes=12", "echo", "flood:for=300ms",
        "fragment", "merge", "wrong_eol", "stale_answer", "duplicate_answer",
    ]) func framesThatAreNoLinesAreNotForetold(fault: String) throws {
        let idle = Self.plan.replacing("settle: 50ms", with: "settle: 50ms, frame: idle 20ms")
        #expect(try Self.expectation(fault, "volts", idle) == .either)
        #expect(try Self.expectation(fault, "volts", Self.plan) != .either || fault.hasPrefix("flood"))
        // Nothing is nothing all the same.
        #expect(try Self.expectation("no_answer", "volts", idle) == .detected)
        #expect(try Self.expectation("late_answer:delay=20ms", "volts", idle) == .transparent)
    }

    /// Each of the four, at a step that must notice: PASS is a mistake.
    @Test(arguments: [("banner_reboot", "volts"), ("echo", "volts"), ("garbage:bytes=12", "volts")])
    func aPassWhereBytesWereLostIsMistaken(fault: String, step: String) throws {
        try #expect(Self.mark(.pass, fault, step) == .mistaken)
        try #expect(Self.mark(.fail, fault, step) == .detected)
    }

    /// And at one that must not mind: FAIL is a mistake.
    @Test(arguments: [
        ("echo", "block"), ("flood:for=300ms", "deaf"), ("noise_at_boot", "volts"),
        ("garbage:bytes=12,place=line", "volts"),
    ]) func aFailWhereNothingWasLostIsMistaken(fault: String, step: String) throws {
        try #expect(Self.mark(.fail, fault, step) == .mistaken)
        try #expect(Self.mark(.pass, fault, step) == .transparent)
    }

    /// Made of what the unit says when it is well: the step's own with another digit, or the next one's that differs.
    @Test(arguments: [
        ("<another digit>", "number", "N=1233"), ("<another digit>", "volts", "V=3.301"),
        ("<another digit>", "loose", "PONG 6"), ("<another digit>", "count", "C=6"),
        ("<another answer>", "volts", "N=1234"), ("<another answer>", "deaf", "PRICE $${n}"),
        ("<another answer>", "bye", "OK"), ("ERR", "volts", "ERR"),
    ]) func whatReplacesAnAnswerIsOfTheUnit(with: String, step: String, expected: String) throws {
        let baseline = try Self.baseline(Self.plan)
        let targets = CampaignTarget.all(of: baseline.unit)
        let target = try #require(targets.first { $0.step == step })
        let specimen = try CampaignJudgeTests.specimen("replace:with=\(with)")
        let worded = try specimen.worded(at: target, on: baseline)
        #expect(worded.parameters["with"] == expected)
        // It is counted and shown as the fault that it is.
        #expect(worded.text == specimen.text)
    }

    /// A unit that has no such words is not struck with others.
    @Test(arguments: [
        ("<another digit>", "reset", "the answer has no digit"),
        ("<another digit>", "block", "the answer has no digit"),
        ("<another digit>", "any", "the answer has no digit"),
        ("<another digit>", "raw", "the answer is no plain text"),
        ("<another answer>", "raw", "the unit says nothing else on that channel"),
    ]) func whatAUnitCannotSayIsMissing(with: String, step: String, reason: String) throws {
        let plan = Self.plan.replacing(
            "stop: [", with: "stop: [ { id: raw, send: \"R\", expect: '.', port: aux },"
        )
        .replacing("settle: 50ms }", with: "settle: 50ms }, aux: { channel: B }")
        let baseline = try Self.baseline(plan)
        let target = try #require(CampaignTarget.all(of: baseline.unit).first { $0.step == step })
        let specimen = try CampaignJudgeTests.specimen("replace:with=\(with)")
        let missing = #expect(throws: Replacement.Missing.self) { try specimen.worded(at: target, on: baseline) }
        #expect(missing?.description == reason)
    }

    /// A board that does not hear strikes behind the answer: what comes later on that line decides, and may forgive.
    @Test func laterStepsDecideWhatADeafBoardCosts() throws {
        let forgiving = Self.plan.replacing("expect: '^BYE$'", with: "expect: '^BYE$', on_timeout: warn")
        for fault in ["stop_reading", "xoff"] {
            #expect(try Self.expectation(fault, "mute", forgiving) == .either)
            #expect(try Self.expectation(fault, "mute", Self.plan) == .detected)
            // The struck step has its answer, so that it has nothing to forgive.
            #expect(try Self.expectation(fault, "mild", Self.plan) == .detected)
        }
        // Nothing gets out where XOFF is heeded, which no step forgives.
        let heeding = forgiving.replacing("settle: 50ms", with: "settle: 50ms, flow: xonxoff")
        #expect(try Self.expectation("xoff", "mute", heeding) == .detected)
        #expect(try Self.expectation("xoff", "bye", heeding) == .either)
        #expect(try Self.expectation("stop_reading", "mute", heeding) == .either)
        // More of that than fits into the buffers cannot be sent either.
        let long = forgiving.replacing("send: \"EXIT\"", with: "send: \"\(String(repeating: "X", count: 1_024))\"")
        #expect(try Self.expectation("stop_reading", "mute", long) == .maybeHeld)
        // The plug is out whether a step forgives silence or not; one that only waits does not notice.
        #expect(try Self.expectation("unplug", "mute", forgiving) == .error(namesHolder: false))
        let waiting = Self.plan.replacing("expect: '^BYE$' }", with: "expect: '^BYE$' }, { id: rest, wait: 10ms }")
        #expect(try Self.expectation("unplug", "bye", waiting) == .anything)
        #expect(try Self.expectation("stop_reading", "bye", waiting) == .either)
        // A short while is long for a step that is in a hurry.
        let hasty = Self.plan.replacing("expect: '^BYE$'", with: "expect: '^BYE$', timeout: 40ms")
        #expect(try Self.expectation("stop_reading:for=50ms", "mute", hasty) == .either)
        #expect(try Self.expectation("stop_reading:for=50ms", "mute", Self.plan) == .transparent)
    }

    /// Among random bytes there may be an XOFF.
    @Test(arguments: [
        ("garbage:bytes=12,place=line", "volts"), ("noise_at_boot", "volts"), ("corrupt_bits", "volts"),
    ]) func noiseMayHoldALineThatHeedsXOFF(fault: String, step: String) throws {
        let heeding = Self.plan.replacing("settle: 50ms", with: "settle: 50ms, flow: xonxoff")
        #expect(try Self.expectation(fault, step, heeding) == .maybeHeld)
        #expect(try Self.expectation("garbage:bytes=12", step, heeding) == .detected)
        // The tty has taken it out by the time that anybody reads.
        #expect(try Self.expectation("xoff:for=50ms", "once", heeding) == .transparent)
    }

    private static func mark(_ verdict: Verdict, _ fault: String, _ step: String) throws -> CampaignMark {
        let baseline = try baseline(plan)
        let steps = baseline.answers.keys.map { JudgedRun.Step(step: $0, verdict: $0 == step ? verdict : .pass) }
        let run = JudgedRun(verdict: verdict, decidingStep: step, explanation: "", steps: steps)
        let expected = try expectation(fault, step, plan)
        return CampaignJudge.judge(Evidence(run: run, strikes: 1), expected: expected, baseline: baseline).mark
    }

    private static func expectation(_ fault: String, _ step: String, _ plan: String) throws -> Expectation {
        let targets = try CampaignPlan(Array(plan.utf8), path: "probe.yaml").targets["unit"]
        let target = try #require(targets?.first { $0.step == step })
        let baseline = try baseline(plan)
        let specimen = try CampaignJudgeTests.specimen(fault).worded(at: target, on: baseline)
        return try Expectation(of: specimen, at: target, on: baseline, scale: 0.1)
    }

    private static func baseline(_ plan: String) throws -> Baseline {
        let unit = try #require(try CampaignPlan(Array(plan.utf8), path: "probe.yaml").unit("unit"))
        var baseline = try Baseline(unit)
        let steps = answers.map { JudgedRun.Step(step: $0.key, verdict: .pass, answer: Array($0.value.utf8)) }
        let run = JudgedRun(verdict: .pass, decidingStep: nil, explanation: "", steps: steps)
        #expect(baseline.take(run) == nil)
        return baseline
    }

    private static let answers = [
        "reset": "OK\r\n", "volts": "# alive\r\nV=3.300\r\n", "number": "N=1234\r\n", "loose": "PONG 7\r\n",
        "once": "ONE\r\n", "quick": "QUICK\r\n", "slow": "SLOW\r\n", "mild": "MILD\r\n", "block": "A\r\nB\r\nEND\r\n",
        "deaf": "DEAF\r\n", "any": "whatever\r\n", "count": "C=7\r\n", "mute": "PRICE ${n}\r\n", "bye": "BYE\r\n",
        "raw": "\u{1}7\r\n",
    ]
    private static let plan = """
        version: 1
        bib: probe
        match: { product: "probe" }
        defaults: { timeout: 2s, eol: crlf, retries: { count: 1 }, ignore: ['^#'] }
        uuts:
          - id: unit
            ports: { ctl: { channel: A, settle: 50ms } }
            start:
              - { id: reset, send: "ATZ", levels: { warn: '^OK SLOW$', pass: '^OK$' } }
            test:
              loop: { times: 1 }
              steps:
                - { id: volts, send: "V", expect: '^V=(?<v>.+)$', measure: { v: { unit: V, min: 3.2, max: 3.4 } } }
                - { id: number, send: "N", expect: '^N=\\d+$' }
                - { id: loose, send: "P", expect: 'PONG' }
                - { id: once, send: "O", expect: '^ONE$', retries: { count: 0 } }
                - { id: quick, send: "Q", expect: '^QUICK$', timeout: 1s }
                - { id: slow, send: "S", expect: '^SLOW$', timeout: 9s }
                - { id: mild, send: "M", expect: '^MILD$', no_match: warn, on_timeout: warn }
                - { id: block, send: "B", until: '^END$', expect: '^A\\nB\\nEND$' }
                - { id: count, send: "C", expect: '^C=\\d$', no_match_after: 2 }
                - { id: any, send: "Y", expect: '^.*$' }
                - { id: deaf, send: "D", expect: '^DEAF$' }
                - { id: mute, send: "M", expect: '^PRICE' }
            stop: [ { id: bye, send: "EXIT", expect: '^BYE$' } ]

        """
}
