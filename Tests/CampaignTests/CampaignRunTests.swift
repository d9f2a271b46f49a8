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
                + ["--seed", "5", "--worlds", "1", "--junit", "\(folder.path)/junit.xml"])
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.output.contains("seed 5"))
        #expect(outcome.output.hasSuffix("No mistaken and no damaging run.\n"))
        let most = try #require(outcome.errors.firstMatch(of: #/uutsim: at most (\d+) runs in 1 world; seed 5\n/#))
            .output.1
        let runs = try #require(outcome.output.firstMatch(of: #/: (\d+) runs of 1 unit, each with one fault/#)).output.1
        // All of it is tried, but for steps that have no words for it.
        let missing = outcome.output.matches(
            of: #/not tried: replace:with=<another \w+> at sensor_node node (.+): the /#
        )
        .reduce(0) { $0 + $1.output.1.split(separator: ", ").count }
        #expect(Int(most) == Int(runs).map { $0 + missing })
        #expect(outcome.errors.contains("uutsim: \(runs) of \(runs) runs, none went wrong\n"))
        #expect(outcome.errors.contains(#/of \d+ runs, none went wrong; about \d+ s still\n/#))
        // Of other kinds nothing was asked.
        #expect(outcome.output.matches(of: #/not tried: (?!replace)/#).isEmpty, "\(outcome.output)")
        let junit = try String(contentsOfFile: "\(folder.path)/junit.xml", encoding: .utf8)
        #expect(junit.contains("failures=\"0\" skipped=\"0\""))
        #expect(junit.contains("<testsuite name=\"unplug:at=mid_reply\""))
        // What was really sent is told, and the name of it never is sent.
        #expect(junit.contains(#/; by hand: uutsim fault s\d-A replace on='\^[^']*' with=[^<]*</system-out>/#))
        #expect(!junit.contains("with='&lt;another"))
    }

    @Test func programsGetEveryRunAndWhatWasNotTried() async throws {
        let folder = try CampaignFolder()
        defer { folder.remove() }
        let outcome = try await folder.campaign([
            "\(CampaignFolder.fixtures)/bibs/sensor_node.yaml", "--bench",
            "\(CampaignFolder.fixtures)/benches/fast.yaml", "--kind", "wrong_eol", "--kind", "hub_pull", "--runs", "2",
            "--seed", "5", "--worlds", "1", "--json",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        let runs = try #require(object?["runs"] as? [[String: Any]])
        #expect(runs.map { $0["mark"] as? String } == ["transparent", "transparent"])
        #expect(runs.allSatisfy { $0["oracle"] as? String == "transparent" && $0["verdict"] as? String == "PASS" })
        let omissions = try #require(object?["notTried"] as? [String])
        #expect(omissions.first == "hub_pull with sensor_node: no board of it is on a hub of this bench")
        #expect(omissions.last?.hasSuffix("runs: --runs asked for 2") == true)
    }

    @Test func aCampaignOfNothingIsRefusedWithTheReason() async throws {
        let folder = try CampaignFolder()
        defer { folder.remove() }
        let outcome = try await folder.uutsim([
            "campaign", "\(CampaignFolder.fixtures)/bibs/sensor_node.yaml", "--bench",
            "\(CampaignFolder.fixtures)/benches/fast.yaml", "--kind", "hub_pull",
        ])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("none of these faults can be tried here"))
        #expect(outcome.errors.contains("  hub_pull with sensor_node: no board of it is on a hub of this bench\n"))
    }

    /// Before an hour is spent on it.
    @Test(arguments: [
        ("nowhere/junit.xml", "No such file or directory"), ("", "it is a folder"),
        ("file/junit.xml", "Not a directory"),
    ]) func aReportThatCannotBeWrittenIsRefusedAtOnce(name: String, reason: String) async throws {
        let folder = try CampaignFolder()
        defer { folder.remove() }
        try folder.write("", to: "file")
        let path = "\(folder.path)/\(name)"
        let outcome = try await folder.uutsim([
            "campaign", "\(CampaignFolder.fixtures)/bibs/sensor_node.yaml", "--bench",
            "\(CampaignFolder.fixtures)/benches/fast.yaml", "--junit", path,
        ])
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(
            outcome.errors
                == "\(path): cannot be written: \(reason); give the path of a file in a folder that is there\n")
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
            "--worlds", "1",
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
