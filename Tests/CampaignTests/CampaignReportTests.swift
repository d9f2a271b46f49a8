import BoardModel
import Campaign
import enum Campaign.Expectation
import Foundation
import RigModel
import Testing

/// What a campaign prints and returns.
@Suite struct CampaignReportTests {
    @Test func theTableHasALineForEachFaultAndASentenceForEachTrouble() throws {
        let text = CampaignTable(try Self.result(Self.rows)).text
        let table = """
            demo on the bench quiet: 6 runs of 1 unit, each with one fault; 12 s; seed 7

            FAULT  ORACLE  RUNS  DETECTED  TRANSPARENT  UNDETECTABLE  MISTAKEN  DAMAGING  NOT RUN
            no_answer  must-detect  2  1  -  -  1  -  -
            replace:with=ERR UNKNOWN  in-band  1  -  -  1  -  -  -
            unplug:at=mid_reply  1 ERROR, 1 ERROR unless too late  2  -  1  -  -  1  -
            lost_remove  1  -  -  -  -  -  1
            all  6  1  1  1  1  1  1

            not tried: framing, break: a world has no chips

            damaging: unplug:at=mid_reply at demo unit reset: the log is not sealed
            mistaken: no_answer at demo unit reset: expected must-detect; PASS: all is well
              uutsim fault left-A no_answer on='^ATZ$'
            not run: lost_remove at demo unit reset: there was no time left

            undetectable by this plan (other bytes that are valid passed for good):
              replace:with=ERR UNKNOWN at demo unit reset
                uutsim fault left-A replace on='^ATZ$' with='ERR UNKNOWN'

            2 of 6 runs went wrong, and 1 could not be carried out.

            """
        #expect(text.replacing(#/(\S) {2,}/#, with: { "\($0.1)  " }) == table)
        // Columns stand under their heads.
        let rows = text.split(separator: "\n").filter {
            $0.hasSuffix("NOT RUN") || $0.hasPrefix("all ") || $0.hasSuffix("  -")
        }
        #expect(Set(rows.map(\.count)).count == 1)
    }

    @Test func onRequestEachRunIsToldWithItsVerdict() throws {
        let text = CampaignTable(try Self.result(Self.rows), isVerbose: true).text
        let lines = text.split(separator: "\n").map { $0.replacing(#/ {2,}/#, with: "  ") }
        #expect(lines.contains("RUN  IS  ORACLE  VERDICT  BY HAND  WHY"))
        #expect(
            lines.contains(
                "no_answer at demo unit reset  detected  must-detect  TIMEOUT  uutsim fault left-A no_answer on='^ATZ$'  "
                    + "TIMEOUT: <nothing> came"))
        #expect(
            lines.contains("unplug:at=mid_reply at demo unit reset  damaging  ERROR  ERROR  -  the log is not sealed"))
        #expect(lines.contains("lost_remove at demo unit reset  not run  -  -  -  there was no time left"))
    }

    @Test func programsGetTheSameAsJSON() throws {
        let text = try CampaignJSON(Self.result(Self.rows)).text
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["seed"] as? Int == 7)
        #expect(object["seconds"] as? Double == 12.345)
        #expect(object["notTried"] as? [String] == ["framing, break: a world has no chips"])
        let counts = try #require(object["counts"] as? [String: Int])
        #expect(Set(counts.keys) == Set(CampaignMark.allCases.map(\.rawValue)))
        #expect(counts.values.reduce(0, +) == 6)
        let runs = try #require(object["runs"] as? [[String: Any]])
        #expect(runs.count == 6)
        #expect(runs.count { $0["byHand"] != nil } == 3)
        #expect((object["cutOff"] as? [Any])?.isEmpty == true)
        let first = try #require(runs.first)
        #expect(first["seconds"] as? Double == 0.25)
        #expect(
            first.compactMapValues { $0 as? String } == [
                "fault": "no_answer", "bib": "demo", "uut": "unit", "step": "reset", "oracle": "must-detect",
                "mark": "detected", "verdict": "TIMEOUT", "note": "TIMEOUT: <nothing> came",
                "byHand": "uutsim fault left-A no_answer on='^ATZ$'",
            ])
    }

    @Test func howFarItIsSaysWhatWentWrongAndHowLongItTakes() {
        func sentence(_ done: Int, _ bad: Int, _ notRun: Int = 0, after elapsed: Duration) -> String {
            CampaignStanding(done: done, total: 250, bad: bad, notRun: notRun, elapsed: elapsed).sentence
        }
        #expect(sentence(25, 0, after: .seconds(10)) == "25 of 250 runs, none went wrong; about 90 s still")
        #expect(sentence(50, 2, after: .seconds(60)) == "50 of 250 runs, 2 went wrong; about 4 min still")
        #expect(sentence(250, 1, after: .seconds(60)) == "250 of 250 runs, 1 went wrong")
        #expect(sentence(250, 0, 9, after: .seconds(60)) == "250 of 250 runs, none went wrong, 9 not run")
    }

    @Test func theExitCodeTellsWhatWentWrong() throws {
        let rows = try Self.rows
        #expect(try Self.result(rows).exitCode == 1)
        #expect(try Self.result(rows.filter { !$0.mark.isBad }).exitCode == 2)
        let good = rows.filter { !$0.mark.isBad && $0.mark != .notRun }
        #expect(try Self.result(good).exitCode == 0)
        #expect(CampaignTable(try Self.result(good)).text.hasSuffix("\n\nNo mistaken and no damaging run.\n"))
    }

    @Test func junitHasACaseForEachRun() throws {
        let text = CampaignJUnit(try Self.result(Self.rows)).text
        #expect(
            text.hasPrefix(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="campaign demo" tests="6" failures="2" skipped="1" time="12.345">
                  <testsuite name="lost_remove" tests="1" failures="0" skipped="1">
                    <testcase classname="lost_remove" name="demo.unit.reset" time="0.250"><skipped message="there was \
                no time left"/></testcase>
                """))
        #expect(
            text.contains(
                #"<failure type="mistaken" message="expected must-detect; PASS: all is well; by hand: uutsim "#))
        #expect(
            text.contains(
                "<system-out>detected: TIMEOUT: &lt;nothing&gt; came; by hand: uutsim fault left-A no_answer on='^ATZ$'"
                    + "</system-out>"))
        #expect(text.hasSuffix("</testsuites>\n"))
    }

    @Test func aRunThatWasCutOffIsACaseThatWasSkippedAndSaysWhy() throws {
        let rows = try Self.rows
        let missing = CampaignRow(
            job: rows[0].job, mark: .notRun, verdict: nil, note: "the campaign was told to end before this run",
            duration: .zero)
        let text = CampaignJUnit(try Self.result(rows, cutOff: [missing])).text
        #expect(text.contains(#"<testsuites name="campaign demo" tests="7" failures="2" skipped="2" "#))
        #expect(text.contains(#"<testsuite name="no_answer" tests="3" failures="1" skipped="1">"#))
        #expect(text.contains(#"time="0.000"><skipped message="the campaign was told to end before this run"/>"#))
        let json = Data(try CampaignJSON(Self.result(rows, cutOff: [missing])).text.utf8)
        let object = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
        let cutOff = try #require(object["cutOff"] as? [[String: Any]])
        #expect(cutOff.map { $0["fault"] as? String } == ["no_answer"])
        #expect(cutOff.map { $0["step"] as? String } == ["reset"])
        #expect(cutOff.map { $0["note"] as? String } == ["the campaign was told to end before this run"])
        #expect((object["runs"] as? [Any])?.count == rows.count)
        let table = CampaignTable(try Self.result([], cutOff: [missing])).text
        #expect(
            table.hasSuffix(
                "Told to end before its time: 1 of 1 runs were not judged.\n\nNo run was judged.\n"), "\(table)")
    }

    @Test func everyFaultStrikesEveryUnitAndEveryStepIsStruck() throws {
        let plan = try CampaignPlan(Array(Self.plan.utf8), path: "demo.yaml")
        let specimens = Specimen.all
        let jobs = CampaignJob.cover([plan], with: specimens, seed: 3)
        for uut: UUTID in ["one", "two"] {
            let own = jobs.filter { $0.target.uut == uut }
            let wanted = specimens.filter { $0.reach < .world || uut == "one" }
            #expect(own.count == wanted.count)
            #expect(Set(own.map(\.specimen)) == Set(wanted))
            #expect(Set(own.map(\.target.step)).count == plan.targets[uut]?.count)
        }
        #expect(CampaignJob.cover([plan], with: specimens, seed: 3) == jobs)
        #expect(CampaignJob.cover([plan], with: specimens, seed: 4) != jobs)
        #expect(CampaignJob.cover([plan], with: Array(specimens.prefix(1)), seed: 3).count == 5)
        #expect(
            CampaignJob.cover([plan], with: specimens, seed: 3, isWhole: true).count
                == 5 * specimens.count - 3 * specimens.count { $0.reach == .world })
    }

    private static let plan = """
        version: 1
        bib: demo
        match: { product: "demo" }
        uuts:
          - id: one
            ports: { ctl: { channel: A } }
            test: [ { id: a, send: A, expect: '^A$' }, { id: b, send: B, expect: '^B$' } ]
          - id: two
            ports: { ctl: { channel: B } }
            test: [ { id: a, send: A, expect: '^A$' }, { id: b, send: B, expect: '^B$' }, { id: c, send: C, expect: '^C$' } ]

        """

    private static var rows: [CampaignRow] {
        get throws {
            func row(
                _ fault: String, _ expected: Expectation?, _ mark: CampaignMark, _ verdict: Verdict?, _ note: String,
                _ order: FaultOrder? = nil
            ) throws -> CampaignRow {
                let job = CampaignJob(
                    bib: "demo", specimen: try CampaignJudgeTests.specimen(fault), target: CampaignJudgeTests.target())
                return CampaignRow(
                    job: job, expected: expected, mark: mark, verdict: verdict, note: note,
                    order: order, duration: .milliseconds(250))
            }
            let silence = FaultOrder(board: "left-A", kind: "no_answer", parameters: ["on": "^ATZ$"])
            let other = FaultOrder(
                board: "left-A", kind: "replace", parameters: ["with": "ERR UNKNOWN", "on": "^ATZ$"])
            let error = Expectation.error(namesHolder: false)
            return try [
                row("no_answer", .detected, .detected, .timeout, "TIMEOUT: <nothing> came", silence),
                row("no_answer", .detected, .mistaken, .pass, "expected must-detect; PASS: all is well", silence),
                row("replace:with=ERR UNKNOWN", .inBand, .undetectable, .pass, "PASS: all is well", other),
                row("unplug:at=mid_reply", error, .damaging, .error, "the log is not sealed"),
                row("unplug:at=mid_reply", .anything, .transparent, .pass, "PASS: all is well"),
                row("lost_remove", nil, .notRun, nil, "there was no time left"),
            ]
        }
    }

    private static func result(_ rows: [CampaignRow], cutOff: [CampaignRow] = []) throws -> CampaignResult {
        CampaignResult(
            plans: ["demo"], bench: "quiet", seed: 7, rows: rows, duration: .milliseconds(12_345), cutOff: cutOff,
            omissions: ["framing, break: a world has no chips"])
    }
}
