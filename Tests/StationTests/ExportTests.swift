import APIClient
import Foundation
import FoundationXML
import RigModel
import Support
import Testing

/// Reports and second thoughts about runs, by the programs as they are used.
@Suite(.timeLimit(.minutes(3))) struct ExportTests {
    /// Runs a shell script where the boards of the fast bench are, and looks at the files that it leaves in `$FOLDER`.
    private func inWorld(
        _ script: String, _ look: (RigFolder, BuiltProgram.Outcome) throws -> Void
    ) async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        try folder.write("version: 1\nplans: \(RigFolder.fixtures)/bibs\n", to: "rig.yaml")
        let simulator = try BuiltProgram("uutsim")
        let variables = [
            "XDG_RUNTIME_DIR": folder.path, "FOLDER": folder.path, "UUTSIM": simulator.path,
            "PORTPOOL": try BuiltProgram("portpool").path, "BIBS": "\(RigFolder.fixtures)/bibs",
            "STATE": "--config \(folder.path)/rig.yaml --state \(folder.path)/state",
        ]
        let outcome = try await simulator.run(
            ["world", "\(RigFolder.fixtures)/benches/fast.yaml", "--name", "cli", "--quiet", "--", "sh", "-c", script],
            environment: variables)
        try look(folder, outcome)
    }

    /// A writer of `$FOLDER/edited/client_demo.yaml`, with other limits of 3.3 V.
    private static let edit = """
        mkdir -p $FOLDER/edited $FOLDER/broken
        sed 's/min: 3.20, max: 3.40, marginal: 10%/min: 9.1, max: 9.2/' $BIBS/client_demo.yaml >$FOLDER/edited/client_demo.yaml
        sed 's/min: 3.20/min: many/' $BIBS/client_demo.yaml >$FOLDER/broken/client_demo.yaml
        """

    @Test func aStandaloneRunLeavesAReportThatCanBeExportedAndJudgedAgain() async throws {
        try await inWorld(
            """
            cd $FOLDER
            $PORTPOOL run client_demo --standalone $STATE --junit out.xml; echo $? >status
            $PORTPOOL export $STATE --out again.xml; echo $? >>status
            $PORTPOOL export $STATE --format csv >runs.csv; echo $? >>status
            $PORTPOOL export $STATE --since 1d --verdict FAIL --format jsonl --out none.jsonl; echo $? >>status
            $PORTPOOL export $STATE 00000000000000000000000000 --out unknown.html; echo $? >>status
            \(Self.edit)
            $PORTPOOL rejudge $BIBS/client_demo.yaml $STATE >same; echo $? >>status
            $PORTPOOL rejudge edited/client_demo.yaml $STATE --since 1d >flips; echo $? >>status
            $PORTPOOL rejudge edited/client_demo.yaml $STATE --json >flips.json; echo $? >>status
            $PORTPOOL rejudge broken/client_demo.yaml $STATE 2>errors; echo $? >>status
            $PORTPOOL rejudge $BIBS/client_demo.yaml --state $FOLDER/nothing; echo $? >>status
            $PORTPOOL export $STATE --verdict fail 2>empty; echo $? >>status
            $PORTPOOL export $STATE --since 1h --until 2h 2>order; echo $? >>status
            $PORTPOOL rejudge $BIBS/client_demo.yaml $STATE --uut nobody >nobody; echo $? >>status
            """
        ) { folder, outcome in
            let statuses = folder.text(of: "status").split(separator: "\n").map { String($0) }
            #expect(
                statuses == ["0", "0", "0", "0", "64", "0", "1", "1", "4", "2", "0", "64", "0"], "\(outcome.errors)")
            let suites = try JUnitSuite.all(in: folder.text(of: "out.xml"))
            #expect(Set(suites.map(\.name)) == ["client_demo/production_uut", "client_demo/backup_uut"])
            #expect(suites.allSatisfy { $0.failures == 0 && $0.errors == 0 && $0.tests > 3 })
            #expect(Set(try JUnitSuite.all(in: folder.text(of: "again.xml"))) == Set(suites))
            #expect(folder.text(of: "runs.csv").split(separator: "\r\n").count > 10)
            #expect(folder.text(of: "none.jsonl").isEmpty)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(!files.contains("unknown.html") && !files.contains { $0.contains(".part-") })

            #expect(
                folder.text(of: "empty")
                    == "portpool: no run is stored that has ended and fits the options; the report is empty\n")
            #expect(folder.text(of: "order").contains("--until is not after --since"))
            #expect(
                folder.text(of: "nobody")
                    == "nothing was judged: no run of 'client_demo' is stored that has ended and fits the options\n")
            #expect(folder.text(of: "same").hasPrefix("2 runs, "))
            #expect(folder.text(of: "same").contains("every verdict stays as it is"))
            let flips = folder.text(of: "flips")
            #expect(flips.contains("PASS -> FAIL") && flips.contains("TEST rail_3v3  PASS -> FAIL"))
            #expect(flips.contains("outside 9.1 to 9.2 V"))
            #expect(flips.contains("step 'rail_5v': the plan would have gone to STOP before it"))
            let answer = try JSONDecoder().decode(Rejudged.self, from: Data(folder.text(of: "flips.json").utf8))
            #expect(answer.totals.runs == 2 && answer.totals.flippedRuns == 2 && answer.totals.flippedSteps == 2)
            #expect(answer.runs.allSatisfy { $0.to == .fail && $0.steps.map(\.step) == ["rail_3v3"] })
            #expect(folder.text(of: "errors").contains("broken/client_demo.yaml:"))
        }
    }

    private struct Rejudged: Decodable {
        struct Totals: Decodable {
            let runs: Int
            let flippedRuns: Int
            let flippedSteps: Int
        }
        struct Run: Decodable {
            struct Step: Decodable { let step: String }
            let to: Verdict
            let steps: [Step]
        }
        let totals: Totals
        let runs: [Run]
    }

    @Test("complaint 20: until a run has ended its file says so, and an aborted run is an error in it")
    func theFileOfAnAbortedRunDoesNotPass() async throws {
        try await inWorld(
            """
            echo '<testsuites><testsuite name="old" tests="1" failures="0" errors="0"/></testsuites>' >$FOLDER/out.xml
            $PORTPOOL run production_test_v2 --uut slot1 --loop forever --standalone $STATE --junit $FOLDER/out.xml \\
                >$FOLDER/out & pid=$!
            until grep -q TEST $FOLDER/out; do sleep 0.01; done
            cp $FOLDER/out.xml $FOLDER/meanwhile.xml
            kill -TERM $pid; wait $pid
            """
        ) { folder, outcome in
            #expect(outcome.status == 3, "\(outcome.errors)")
            let meanwhile = try JUnitSuite.all(in: folder.text(of: "meanwhile.xml"))
            #expect(meanwhile.map(\.errors) == [1] && folder.text(of: "meanwhile.xml").contains("has not ended"))
            let suites = try JUnitSuite.all(in: folder.text(of: "out.xml"))
            #expect(suites.last?.errors == 1 && suites.last?.verdict == "ABORTED")
            #expect(suites.dropLast().allSatisfy { $0.errors == 0 && $0.verdict == "PASS" })
        }
    }

    @Test("complaint 20: a run that fails, and one that cannot be begun, do not pass in the file")
    func theFileOfARunThatFailsOrNeverBeganDoesNotPass() async throws {
        try await inWorld(
            """
            cd $FOLDER
            $UUTSIM fault left-A replace 'with=FAIL 17' 'on=^TEST$' >&2
            $PORTPOOL run client_demo --standalone $STATE --junit failed.xml; echo $? >status
            $UUTSIM unplug left >&2
            cp failed.xml away.xml
            $PORTPOOL run client_demo --standalone $STATE --junit away.xml; echo $? >>status
            $PORTPOOL run client_demo --standalone $STATE --junit nowhere/out.xml >out 2>&1; echo $? >>status
            """
        ) { folder, outcome in
            #expect(folder.text(of: "status") == "1\n2\n2\n", "\(outcome.errors)")
            let failed = try JUnitSuite.all(in: folder.text(of: "failed.xml"))
            #expect(
                failed.count == 2 && failed.map(\.failures).reduce(0, +) == 1 && failed.allSatisfy { $0.errors == 0 })
            #expect(folder.text(of: "failed.xml").contains("FAIL 17"))
            let away = try JUnitSuite.all(in: folder.text(of: "away.xml"))
            #expect(away.map(\.errors) == [1])
            #expect(folder.text(of: "away.xml").contains("no board of &#39;client_demo&#39; is plugged in"))
            #expect(folder.text(of: "out").contains("cannot write 'nowhere/out.xml'"))
        }
    }

    @Test func aServiceGivesTheSameReportsAsItsStore() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let portpool = try BuiltProgram("portpool")
            let (address, state) = (["--address", "unix:\(rig.socket)"], ["--state", rig.state])
            let file = "\(rig.folder.path)/out.xml"
            let run = try await portpool.run(["run", "sensor_node", "--loop", "2", "--junit", file] + address)
            #expect(run.status == 0, "\(run.errors)")
            let suites = try JUnitSuite.all(in: rig.folder.text(of: "out.xml"))
            #expect(suites.count == 4 && suites.allSatisfy { $0.verdict == "PASS" && $0.errors == 0 })
            #expect(Set(suites.map(\.name)) == ["sensor_node/node@FT7SENS1", "sensor_node/node@FT7SENS2"])

            for format in ExportFormat.allCases.map(\.rawValue) {
                let asked = try await portpool.run(["export", "--format", format, "--bib", "sensor_node"] + address)
                let read = try await portpool.run(["export", "--format", format, "--bib", "sensor_node"] + state)
                #expect(asked.status == 0 && asked.output == read.output && !read.output.isEmpty, "\(asked.errors)")
            }
            let id = try #require(suites.first?.execution)
            let one = try await portpool.run(["export", id, "--format", "html"] + state)
            let asked = try await rig.client.export(ExecutionID(id), as: .html)
            #expect(one.output == String(decoding: asked, as: UTF8.self) && one.output.contains(id))
            let unknown = try await portpool.run(["export", "00000000000000000000000000"] + address)
            #expect(unknown.status == 64)

            let plan = "\(RigFolder.fixtures)/bibs/sensor_node.yaml"
            let same = try await portpool.run(["rejudge", plan] + state)
            #expect(same.status == 0 && same.output.hasPrefix("4 runs, "), "\(same.errors)")
            try rig.folder.write(
                try String(contentsOfFile: plan, encoding: .utf8).replacing("'^JOINED$'", with: "'^NEVER$'"),
                to: "edited/sensor_node.yaml")
            let edited = try await portpool.run(["rejudge", "\(rig.folder.path)/edited/sensor_node.yaml"] + state)
            #expect(edited.status == 1 && edited.output.contains("TEST join  PASS -> FAIL"))
        }
    }

    @Test("complaint 20: where the service is lost in the midst of a run, the file says that nothing is known")
    func theFileOfARunWhoseServiceDiedDoesNotPass() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let outcome = try await rig.runLosingTheService(
                "production_test_v2", "--junit", "\(rig.folder.path)/out.xml")
            #expect(outcome.status == 5, "\(outcome.errors)")
            let suites = try JUnitSuite.all(in: rig.folder.text(of: "out.xml"))
            #expect(!suites.isEmpty && suites.contains { $0.errors == 1 && $0.verdict == nil })
            #expect(rig.folder.text(of: "out.xml").contains("the result of this run is not known"))
        }
    }
}

/// What a reader of JUnit XML sees of a run.
private struct JUnitSuite: Hashable {
    let name: String
    let tests: Int
    let failures: Int
    let errors: Int
    let execution: String?
    let verdict: String?

    static func all(in xml: String) throws -> [JUnitSuite] {
        let document = try XMLDocument(data: Data(xml.utf8))
        return try #require(document.rootElement()).elements(forName: "testsuite").map { suite in
            func attribute(_ name: String) -> String { suite.attribute(forName: name)?.stringValue ?? "" }
            func property(_ name: String) -> String? {
                suite.elements(forName: "properties").first?.elements(forName: "property")
                    .first { $0.attribute(forName: "name")?.stringValue == name }?
                    .attribute(forName: "value")?.stringValue
            }
            return JUnitSuite(
                name: attribute("name"), tests: try #require(Int(attribute("tests"))),
                failures: try #require(Int(attribute("failures"))), errors: try #require(Int(attribute("errors"))),
                execution: property("execution"), verdict: property("verdict"))
        }
    }
}
