import BoardModel
import Campaign
import enum Campaign.Expectation
import RigModel
import Testing

/// The golden table: what is expected of a run with a fault, what the rig made of it, and what the campaign calls that.
@Suite struct CampaignJudgeTests {
    @Test(arguments: [
        // expected: PASS, WARN at another step, FAIL, TIMEOUT, CRITICAL, ERROR, ABORTED
        (Expectation.transparent, "transparent transparent mistaken mistaken mistaken mistaken mistaken"),
        (.detected, "mistaken mistaken detected detected detected detected mistaken"),
        (.error(namesHolder: false), "mistaken mistaken mistaken mistaken mistaken detected mistaken"),
        (.error(namesHolder: true), "mistaken mistaken mistaken mistaken mistaken mistaken mistaken"),
        (.inBand, "undetectable undetectable detected detected detected mistaken mistaken"),
        (.either, "transparent transparent detected detected detected mistaken mistaken"),
        (.anything, "transparent transparent detected detected detected detected mistaken"),
    ]) func marks(expected: Expectation, marks: String) {
        let verdicts: [Verdict] = [.pass, .warn, .fail, .timeout, .critical, .error, .aborted]
        let found = verdicts.map { verdict in
            CampaignJudge.judge(
                Evidence(run: Self.run(verdict), strikes: 1), expected: expected, baseline: Self.baseline
            )
            .mark.rawValue
        }
        #expect(found.joined(separator: " ") == marks)
    }

    @Test func whoHoldsThePortMustBeNamed() {
        var evidence = Evidence(run: Self.run(.error), strikes: nil)
        evidence.namesHolder = true
        #expect(Self.mark(evidence, .error(namesHolder: true)) == .detected)
    }

    @Test func harmIsWorseThanAnyVerdict() {
        var evidence = Evidence(run: Self.run(.fail), strikes: 1)
        evidence.damage = ["STOP step bye was done 2 times, not once"]
        let judged = CampaignJudge.judge(evidence, expected: .detected, baseline: Self.baseline)
        #expect(judged.mark == .damaging)
        #expect(judged.note == "STOP step bye was done 2 times, not once")
    }

    @Test func aFaultThatDidNotStrikeSaysNothing() {
        #expect(Self.mark(Evidence(run: Self.run(.pass), strikes: 0), .transparent) == .notRun)
        #expect(Self.mark(Evidence(run: Self.run(.pass), strikes: nil), .transparent) == .transparent)
    }

    @Test func theRunAfterwardsMustBeWell() {
        var evidence = Evidence(run: Self.run(.error), strikes: 1)
        evidence.afterwards = Self.run(.pass)
        #expect(Self.mark(evidence, .error(namesHolder: false)) == .detected)
        evidence.afterwards = Self.run(.fail)
        #expect(Self.mark(evidence, .error(namesHolder: false)) == .mistaken)
    }

    @Test func aWarningWhereThereNeverWasOneIsNoticed() {
        let run = JudgedRun(
            verdict: .warn, decidingStep: "reset", explanation: "",
            steps: [.init(step: "reset", verdict: .warn), .init(step: "rail", verdict: .pass)])
        #expect(Self.mark(Evidence(run: run, strikes: 1), .transparent) == .mistaken)
        #expect(Self.mark(Evidence(run: run, strikes: 1), .inBand) == .detected)
    }

    @Test func aUnitThatIsNotWellHasNoBaseline() {
        var baseline = Baseline(Self.unit)
        #expect(baseline.take(Self.run(.pass)) == nil)
        #expect(baseline.take(Self.run(.timeout)) == "TIMEOUT at reset: because")
    }

    // MARK: - What is expected

    @Test(arguments: [
        ("no_answer", 2, "must-detect"), ("late_answer:delay=20ms", 2, "transparent"),
        ("late_answer:delay=3s", 2, "must-detect"), ("late_answer:delay=3s", 9, "must-detect"),
        ("late_answer:delay=900ms", 1, "transparent or detected"), ("stale_answer", 2, "transparent"),
        ("replace:with=ERR", 2, "in-band"), ("partial_line", 2, "must-detect"),
        ("garbage:bytes=12", 2, "must-detect"), ("garbage:bytes=12,place=line", 2, "transparent or detected"),
        ("stop_reading:for=50ms", 2, "transparent"), ("stop_reading", 2, "must-detect"),
        ("baud_mismatch", 2, "must-detect"), ("unplug:at=mid_reply", 2, "ERROR"),
        ("replug:after=1s", 2, "ERROR"), ("held_port", 2, "ERROR naming the holder"),
        ("lost_remove", 2, "transparent"), ("banner_reboot", 2, "must-detect"),
        ("echo", 2, "transparent or detected"), ("flood:for=300ms", 2, "transparent or detected"),
        ("noise_at_boot", 2, "transparent or detected"),
    ]) func oraclesAtAStep(fault: String, timeout: Int, expected: String) throws {
        #expect(try "\(Expectation(of: Self.specimen(fault), at: Self.target(timeout: timeout)))" == expected)
    }

    @Test(arguments: [
        ("unplug", "transparent, detected or ERROR"), ("baud_mismatch", "transparent or detected"),
        ("no_answer", "must-detect"), ("partial_line", "must-detect"), ("banner_reboot", "must-detect"),
    ]) func afterTheLastAnswerAFaultMayComeTooLate(fault: String, expected: String) throws {
        #expect(try "\(Expectation(of: Self.specimen(fault), at: Self.target(isLast: true)))" == expected)
    }

    @Test(arguments: [
        ("partial_line", "transparent or detected"), ("garbage:bytes=12", "transparent or detected"),
        ("banner_reboot", "transparent or detected"),
        ("no_answer", "must-detect"),
    ]) func patternsThatFitAnywhereMayFitStill(fault: String, expected: String) throws {
        #expect(try "\(Expectation(of: Self.specimen(fault), at: Self.target(isWhole: false)))" == expected)
    }

    @Test func everyFaultOfAWorldIsInTheCatalogueWithSpecimensThatCanBeRead() throws {
        #expect(Specimen.all.count >= 30)
        for specimen in Specimen.all where specimen.entry.carrier == .board {
            // Armed as the command line arms it, with times of the boards' own.
            let parameters = specimen.parameters(at: Self.target(), scale: 0.1).map { (name: $0.key, value: $0.value) }
            #expect(throws: Never.self) { try Fault(kind: specimen.entry.name, parameters: parameters) }
        }
        func parameters(_ fault: String) throws -> [String: String] {
            try Self.specimen(fault).parameters(at: Self.target(), scale: 0.1)
        }
        #expect(try parameters("late_answer:delay=20ms") == ["delay": "200ms"])
        // Twice 2 s, and one more: no attempt can have it.
        #expect(try parameters("late_answer:delay=3s") == ["delay": "50000ms"])
        #expect(try parameters("garbage:bytes=12") == ["bytes": "12"])
    }

    private static func mark(_ evidence: Evidence, _ expected: Expectation) -> CampaignMark {
        CampaignJudge.judge(evidence, expected: expected, baseline: baseline).mark
    }

    static func specimen(_ text: String) throws -> Specimen {
        let name = String(text.prefix { $0 != ":" })
        return Specimen(entry: try #require(FaultCatalogue.entry(name)), text: text)
    }

    static func target(timeout: Int = 2, isLast: Bool = false, isWhole: Bool = true) -> CampaignTarget {
        CampaignTarget(
            uut: "unit", step: "reset", phase: .start, channel: .a, listens: .a, pattern: "^ATZ$",
            timeout: .seconds(timeout), span: .seconds(2 * timeout), isLast: isLast, isWhole: isWhole, forgives: false)
    }

    /// Of a unit with a step that is judged and a measurement with margins.
    private static var baseline: Baseline {
        var baseline = Baseline(unit)
        _ = baseline.take(run(.pass))
        return baseline
    }

    private static var unit: UUTPlan {
        let rail = StepPlan(
            id: "rail", action: .sendText("V"), port: "ctl", listen: "ctl", timeout: .seconds(1),
            measures: [Measure(name: "v", unit: "V", min: 1, max: 2, marginal: 0.1)])
        let empty = PhasePlan(steps: [])
        return UUTPlan(
            id: "unit", ports: [], serialFrom: nil, start: empty, test: PhasePlan(steps: [rail]), stop: empty)
    }

    /// With WARN it is the measurement that comes near its limits.
    private static func run(_ verdict: Verdict) -> JudgedRun {
        let steps: [JudgedRun.Step] =
            switch verdict {
            case .warn: [.init(step: "reset", verdict: .pass), .init(step: "rail", verdict: .warn)]
            default: [.init(step: "reset", verdict: verdict), .init(step: "rail", verdict: .pass)]
            }
        return JudgedRun(verdict: verdict, decidingStep: "reset", explanation: "because", steps: steps)
    }
}
