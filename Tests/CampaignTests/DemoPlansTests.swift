import Campaign
import Foundation
import Support
import Testing
import World

/// The shipped plans against the catalogue of faults: no mistaken and no damaging run.
@Suite(.timeLimit(.minutes(10))) struct DemoPlansTests {
    private static let isFull = ProcessInfo.processInfo.environment["PORTPOOL_FULL_TESTS"] != nil
    private static let plans = ["client_demo", "production_test_v2", "sensor_node"]
    private static let files = plans.map { "\(CampaignFolder.fixtures)/bibs/\($0).yaml" }
    private static let bench = "\(CampaignFolder.fixtures)/benches/demo.yaml"
    /// What the README shows: `uutsim campaign Fixtures/bibs/*.yaml --bench demo --seed 42`.
    private static let seed: UInt64 = 42
    private static var shown: String {
        get throws { try String(contentsOfFile: "\(CampaignFolder.fixtures)/golden/campaign.txt", encoding: .utf8) }
    }

    /// A few of each kind of trouble; all of them where PORTPOOL_FULL_TESTS is set.
    @Test func aSampleOfTheCatalogueFindsNothing() async throws {
        let outcome = try await Self.campaign(["--runs", "16", "--seed", "4", "--stations", "2"])
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.output.contains("on the bench demo: 16 runs of "))
        #expect(outcome.output.hasSuffix("No mistaken and no damaging run.\n"))
    }

    @Test(.enabled("the whole catalogue is tried where PORTPOOL_FULL_TESTS is set") { isFull })
    func theWholeCatalogueFindsNothingAndIsAsShown() async throws {
        let outcome = try await Self.campaign(["--seed", "\(Self.seed)"], limit: 570)
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.output.hasSuffix("No mistaken and no damaging run.\n"))
        let (found, shown) = try (Self.rows(outcome.output), Self.rows(Self.shown))
        #expect(found.map(\.certain) == shown.map(\.certain))
    }

    /// Without a run: what is shown is what the catalogue and the plans would give.
    @Test func whatIsShownIsOfTheseFaultsAndPlans() throws {
        let plans = try Self.files.map { file in
            try CampaignPlan(Array(try Data(contentsOf: URL(filePath: file))), path: file)
        }
        let scope = CampaignScope(plans, on: try BenchFile.load(Self.bench), seed: Self.seed)
        let shown = try Self.shown
        let counts = Dictionary(grouping: scope.jobs, by: \.specimen.text).mapValues(\.count)
        let rows = Self.rows(shown)
        #expect(rows.last.map { $0.cells["FAULT"] } == "all")
        #expect(rows.dropLast().map { $0.cells["FAULT"] } == Specimen.all.map(\.text))
        for row in rows.dropLast() {
            let fault = row.cells["FAULT"] ?? ""
            #expect(row.cells["RUNS"] == "\(counts[fault] ?? 0)", "\(fault)")
            #expect(row.cells["MISTAKEN"] == "-" && row.cells["DAMAGING"] == "-", "\(fault)")
        }
        #expect(shown.contains("\(scope.jobs.count) runs of 7 units, each with one fault; "))
        for omission in scope.omissions { #expect(shown.contains("not tried: \(omission)\n")) }
        #expect(shown.hasSuffix("No mistaken and no damaging run.\n"))
    }

    /// To the letter, from the heading to the conclusion.
    @Test func theREADMEShowsTheSame() throws {
        let readme = try String(contentsOfFile: "\(CampaignFolder.fixtures)/../README.md", encoding: .utf8)
        let shown = try Self.shown.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        #expect(
            readme.contains("\n\n\(shown)"), "golden/campaign.txt is not in the README")
    }

    /// A line of the table, by its head.
    private struct Row {
        let cells: [String: String]
        /// Without what chance decides.
        var certain: [String: String] {
            let oracle = cells["ORACLE"] ?? ""
            let isCertain = !oracle.isEmpty && !oracle.contains("in-band") && !oracle.contains(" or ")
            return cells.filter { isCertain || !["DETECTED", "TRANSPARENT", "UNDETECTABLE"].contains($0.key) }
        }
    }

    private static func rows(_ text: String) -> [Row] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("FAULT  ") }) else { return [] }
        func cells(_ line: String) -> [String] {
            line.replacing(#/ {2,}/#, with: "\t").split(separator: "\t").map(String.init)
        }
        let heads = cells(lines[start])
        return lines[(start + 1)...].prefix { !$0.isEmpty }.map { line in
            var found = cells(line)
            // Of all together there is no oracle.
            if found.count == heads.count - 1 { found.insert("", at: 1) }
            return Row(cells: Dictionary(zip(heads, found)) { first, _ in first })
        }
    }

    private static func campaign(_ arguments: [String], limit: Int = 150) async throws -> BuiltProgram.Outcome {
        let simulator = try BuiltProgram("uutsim")
        return try await Slots.stations.use {
            try await simulator.run(
                ["campaign"] + files + ["--bench", bench] + arguments, limit: limit, slots: nil)
        }
    }
}
