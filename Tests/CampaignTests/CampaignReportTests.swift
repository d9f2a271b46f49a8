import BoardModel
import Campaign
import RigModel
import Testing

/// What a campaign prints and returns.
@Suite struct CampaignReportTests {
    @Test func theTableHasALineForEachFaultAndASentenceForEachTrouble() throws {
        let text = CampaignTable(try Self.result(Self.rows)).text
        let table = """
            demo on the bench quiet: 6 runs of 1 unit, each with one fault; 12 s; seed 7

            FAULT  ORACLE  RUNS  DETECTED  TRANSPARENT  UNDETECTABLE  MISTAKEN  DAMAGING  NOT RUN
            no_answer  must-detect past the deadline, else transparent  2  1  -  -  1  -  -
            replace:with=ERR UNKNOWN  in-band  1  -  -  1  -  -  -
            unplug:at=mid_reply  must-detect; ERROR  2  -  1  -  -  1  -
            lost_remove  transparent after recovery  1  -  -  -  -  -  1
            all  6  1  1  1  1  1  1

            damaging: unplug:at=mid_reply at demo unit reset: the log is not sealed
            mistaken: no_answer at demo unit reset: expected must-detect; PASS: all is well
            not run: lost_remove at demo unit reset: there was no time left

            undetectable by this plan (other bytes that are valid passed for good):
              replace:with=ERR UNKNOWN at demo unit reset

            2 of 6 runs went wrong.

            """
        #expect(text.replacing(#/(\S) {2,}/#, with: { "\($0.1)  " }) == table)
        // Columns stand under their heads.
        let rows = text.split(separator: "\n").filter {
            $0.hasSuffix("NOT RUN") || $0.hasPrefix("all ") || $0.hasSuffix("  -")
        }
        #expect(Set(rows.map(\.count)).count == 1)
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
        #expect(text.contains(#"<failure type="mistaken" message="expected must-detect; PASS: all is well"/>"#))
        #expect(text.contains("<system-out>detected: TIMEOUT: &lt;nothing&gt; came</system-out>"))
        #expect(text.hasSuffix("</testsuites>\n"))
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
            func row(_ fault: String, _ mark: CampaignMark, _ note: String) throws -> CampaignRow {
                let job = CampaignJob(
                    bib: "demo", specimen: try CampaignJudgeTests.specimen(fault), target: CampaignJudgeTests.target())
                return CampaignRow(job: job, mark: mark, verdict: nil, note: note, duration: .milliseconds(250))
            }
            return try [
                row("no_answer", .detected, "TIMEOUT: <nothing> came"),
                row("no_answer", .mistaken, "expected must-detect; PASS: all is well"),
                row("replace:with=ERR UNKNOWN", .undetectable, "PASS: all is well"),
                row("unplug:at=mid_reply", .damaging, "the log is not sealed"),
                row("unplug:at=mid_reply", .transparent, "PASS: all is well"),
                row("lost_remove", .notRun, "there was no time left"),
            ]
        }
    }

    private static func result(_ rows: [CampaignRow]) throws -> CampaignResult {
        CampaignResult(plans: ["demo"], bench: "quiet", seed: 7, rows: rows, duration: .milliseconds(12_345))
    }
}
