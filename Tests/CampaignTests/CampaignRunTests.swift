import Foundation
import Support
import Testing

/// Whole campaigns, with the service in a world.
@Suite(.timeLimit(.minutes(3))) struct CampaignRunTests {
    @Test func anHonestServiceIsNeitherMistakenNorHarmful() async throws {
        let folder = try CampaignFolder()
        defer { folder.remove() }
        let outcome = try await folder.campaign(
            [
                "\(CampaignFolder.fixtures)/bibs/sensor_node.yaml", "--bench",
                "\(CampaignFolder.fixtures)/benches/fast.yaml",
            ]
                + ["replace", "late_answer", "unplug"].flatMap { ["--kind", $0] }
                + ["--seed", "5", "--stations", "1", "--junit", "\(folder.path)/junit.xml"])
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.output.contains("seed 5"))
        #expect(outcome.output.hasSuffix("No mistaken and no damaging run.\n"))
        let runs = try #require(outcome.errors.firstMatch(of: #/uutsim: (\d+) runs on 1 station; seed 5\n/#)).output.1
        #expect(outcome.output.contains(": \(runs) runs of 1 unit, each with one fault"))
        #expect(outcome.errors.contains("uutsim: \(runs) of \(runs) runs\n"))
        // Of other kinds nothing was asked.
        #expect(!outcome.errors.contains("not tried"), "\(outcome.errors)")
        let junit = try String(contentsOfFile: "\(folder.path)/junit.xml", encoding: .utf8)
        #expect(junit.contains("failures=\"0\" skipped=\"0\""))
        #expect(junit.contains("<testsuite name=\"unplug:at=mid_reply\""))
    }

    @Test func aBenchThatIsNotWellIsRefused() async throws {
        let folder = try CampaignFolder()
        defer { folder.remove() }
        let board = try folder.fixture("boards/sensor_node.yaml").replacing("T=${v:%.1f}", with: "T=HOT")
        try folder.write(board, to: "boards/sensor_node.yaml")
        try folder.write(
            """
            version: 1
            bench: ill
            boards: [ { id: s1, board: sensor_node, serial: FT7SENS1, path: "1-3" } ]

            """, to: "benches/ill.yaml")
        let outcome = try await folder.campaign([
            "\(CampaignFolder.fixtures)/bibs/sensor_node.yaml", "--bench", "\(folder.path)/benches/ill.yaml",
            "--stations", "1",
        ])
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("without any fault the bench is not well"))
        #expect(outcome.errors.contains("sensor_node node on board s1: FAIL at temperature"))
    }

    @Test func aPlanThatFitsNoBoardAndABadPlanAreRefused() async throws {
        let folder = try CampaignFolder()
        defer { folder.remove() }
        try folder.write("version: 1\nbib: bad\n", to: "bad.yaml")
        let bench = "\(CampaignFolder.fixtures)/benches/counting.yaml"
        let bad = try await folder.campaign(["\(folder.path)/bad.yaml", "--bench", bench])
        #expect(bad.status == 4)
        #expect(bad.errors.contains("bad.yaml:"))
        let absent = try await folder.campaign(["\(folder.path)/absent.yaml", "--bench", bench])
        #expect(absent.status == 4)
        #expect(absent.errors.contains("absent.yaml: cannot be read"))
    }
}
