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
        (.maybeHeld, "transparent transparent detected detected detected detected mistaken"),
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

    @Test func aUnitThatIsNotWellHasNoBaseline() throws {
        var baseline = try Baseline(Self.unit)
        #expect(baseline.take(Self.run(.pass)) == nil)
        #expect(baseline.take(Self.run(.timeout)) == "TIMEOUT at reset: because")
    }

    @Test func aBoardThatComesBackUnderAWrongNameIsAMistake() {
        var evidence = Evidence(run: Self.run(.error), strikes: 1)
        evidence.misnamed = ["port FT7A-A is taken for /dev/ttyUSB3, and is /dev/ttyUSB9"]
        let judged = CampaignJudge.judge(evidence, expected: .error(namesHolder: false), baseline: Self.baseline)
        #expect(judged.mark == .mistaken)
        #expect(judged.note == "when the board was back: port FT7A-A is taken for /dev/ttyUSB3, and is /dev/ttyUSB9")
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
        #expect(try parameters("banner_reboot") == ["text": "BOOT 1.0"])
        #expect(try parameters("flood:for=300ms") == ["for": "3000ms", "rate": "2000"])
        // An answer is none, whatever it looks like.
        #expect(try parameters("replace:with=12s") == ["with": "12s"])
        #expect(try parameters("replace:with=250ms") == ["with": "250ms"])
    }

    /// Which of the catalogue's parameters are durations its examples tell.
    @Test func theTimesOfTheCatalogueAreKnown() {
        let parameters = FaultCatalogue.entries.flatMap(\.parameters)
        let times = parameters.filter { $0.example.contains(#/^\d+(ms|s|m)$/#) }.map(\.name)
        // All kinds take `for`, and those that pull the plug `at`.
        #expect(Set(times).union(["for", "at"]) == Specimen.times)
    }

    private static func mark(_ evidence: Evidence, _ expected: Expectation) -> CampaignMark {
        CampaignJudge.judge(evidence, expected: expected, baseline: baseline).mark
    }

    static func specimen(_ text: String) throws -> Specimen {
        let name = String(text.prefix { $0 != ":" })
        return Specimen(entry: try #require(FaultCatalogue.entry(name)), text: text)
    }

    static func target(timeout: Int = 2) -> CampaignTarget {
        CampaignTarget(
            uut: "unit", step: "reset", phase: .start, channel: .a, listens: .a, pattern: "^ATZ$",
            timeout: .seconds(timeout), span: .seconds(2 * timeout), forgives: false)
    }

    /// Of a unit with a step that is judged and a measurement with margins.
    private static let baseline: Baseline = {
        do {
            var baseline = try Baseline(unit)
            _ = baseline.take(run(.pass))
            return baseline
        } catch { preconditionFailure("a unit without patterns: \(error)") }
    }()

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
