import Campaign
import Foundation
import Testing
import World

/// What is shown of the shipped plans, without a run: it is what the catalogue and the plans would give.
@Suite struct DemoPlansTests {
    @Test func whatIsShownIsOfTheseFaultsAndPlans() throws {
        let plans = try DemoPlans.files.map { file in
            try CampaignPlan(Array(try Data(contentsOf: URL(filePath: file))), path: file)
        }
        let scope = CampaignScope(plans, on: try BenchFile.load(DemoPlans.bench), seed: DemoPlans.seed)
        let shown = try DemoPlans.shown
        let counts = Dictionary(grouping: scope.jobs, by: \.specimen.text).mapValues(\.count)
        let table = CampaignTableText(shown)
        #expect(table.rows.last.map { $0.cells["FAULT"] } == "all")
        #expect(table.rows.dropLast().map { $0.cells["FAULT"] } == Specimen.all.map(\.text))
        var missing = 0
        for row in table.rows.dropLast() {
            let fault = row.cells["FAULT"] ?? ""
            // Only the units themselves tell whether they have another answer.
            let count = fault.contains("<another") ? table.missing(fault) : 0
            missing += count
            #expect(row.cells["RUNS"] == "\((counts[fault] ?? 0) - count)", "\(fault)")
            #expect(row.cells["MISTAKEN"] == "-" && row.cells["DAMAGING"] == "-", "\(fault)")
        }
        #expect(shown.contains("\(scope.jobs.count - missing) runs of 7 units, each with one fault; "))
        for omission in scope.omissions { #expect(table.omissions.contains(omission)) }
        #expect(shown.hasSuffix("No mistaken and no damaging run.\n"))
    }

    /// To the letter, from the heading to the conclusion.
    @Test func theREADMEShowsTheSame() throws {
        let readme = try String(contentsOfFile: "\(CampaignFolder.fixtures)/../README.md", encoding: .utf8)
        let shown = try DemoPlans.shown.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        #expect(
            readme.contains("\n\n\(shown)"), "golden/campaign.txt is not in the README")
    }
}
