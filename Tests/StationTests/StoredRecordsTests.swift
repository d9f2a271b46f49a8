import Foundation
import RigModel
import Support
import Testing

/// What has been run can be looked at whether or not a service works.
@Suite(.timeLimit(.minutes(3))) struct StoredRecordsTests {
    private static let notice = "; this is what "

    @Test func afterAStandaloneRunItsRecordsAreReadFromTheStateFolder() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        try folder.write("version: 1\nplans: \(RigFolder.fixtures)/bibs\n", to: "rig.yaml")
        let script = """
            cd $FOLDER
            $PORTPOOL run client_demo --standalone --config rig.yaml $STATE >run
            $PORTPOOL executions $STATE >table 2>notice; echo $? >status
            $PORTPOOL executions $STATE --json --verdict PASS --since 1d --limit 1 2>/dev/null >json; echo $? >>status
            $PORTPOOL executions $STATE --verdict fail 2>/dev/null >none; echo $? >>status
            id=$(sed -n '2s/ .*//p' table)
            $PORTPOOL executions $id $STATE 2>/dev/null >one; echo $? >>status
            $PORTPOOL executions 00000000000000000000000000 $STATE 2>unknown; echo $? >>status
            $PORTPOOL logs list $STATE 2>/dev/null >units; echo $? >>status
            $PORTPOOL logs show client_demo production_uut $STATE 2>/dev/null >log; echo $? >>status
            $PORTPOOL logs show client_demo nobody $STATE 2>nobody; echo $? >>status
            $PORTPOOL executions $STATE --address unix:$FOLDER/none 2>named; echo $? >>status
            $PORTPOOL executions --state $FOLDER/empty 2>empty; echo $? >>status
            $PORTPOOL ports $STATE 2>ports; echo $? >>status
            """
        let outcome = try await BuiltProgram("uutsim").run(
            ["world", "\(RigFolder.fixtures)/benches/fast.yaml", "--name", "cli", "--quiet", "--", "sh", "-c", script],
            environment: [
                "XDG_RUNTIME_DIR": folder.path, "FOLDER": folder.path, "PORTPOOL": try BuiltProgram("portpool").path,
                "STATE": "--state \(folder.path)/state",
            ])
        let statuses = folder.text(of: "status").split(separator: "\n").joined(separator: " ")
        #expect(statuses == "0 0 0 0 64 0 0 64 5 5 5", "\(outcome.errors)")

        #expect(folder.text(of: "notice").hasPrefix("portpool: no service answers at unix:\(folder.path)/state/"))
        #expect(folder.text(of: "notice").hasSuffix("\(Self.notice)\(folder.path)/state holds\n"))
        let rows = folder.text(of: "table").split(separator: "\n")
        #expect(rows.count == 3 && rows.dropFirst().allSatisfy { $0.contains("client_demo") && $0.contains("PASS") })
        let list = try JSONDecoder().decode(API.Executions.self, from: Data(folder.text(of: "json").utf8))
        #expect(list.recent.count == 1 && list.recent[0].verdict == .pass && list.active.isEmpty)
        // The last that ended is the first of both.
        #expect(rows.count > 1 && rows[1].hasPrefix("\(list.recent[0].executionId)"))
        #expect(folder.text(of: "none").split(separator: "\n").count == 1)
        let one = folder.text(of: "one")
        #expect(one.hasPrefix("\(list.recent[0].executionId)  client_demo/") && one.contains("TX ATZ"), "\(one)")
        #expect(
            folder.text(of: "unknown").hasSuffix("portpool: no execution has the id '00000000000000000000000000'\n"))

        let units = folder.text(of: "units").split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(
            units == [
                ["BIB", "UNIT", "RUNS"], ["client_demo", "backup_uut", "1"], ["client_demo", "production_uut", "1"],
            ])
        #expect(folder.text(of: "log").hasPrefix("# portpool run log"))
        #expect(folder.text(of: "log").contains("# verdict     PASS"))
        #expect(folder.text(of: "nobody").hasSuffix("portpool: 'nobody' of 'client_demo' has no logs\n"))
        for file in ["named", "empty", "ports"] {
            #expect(folder.text(of: file).contains("no service answers at unix:"), "\(file)")
            #expect(!folder.text(of: file).contains(Self.notice), "\(file)")
        }
    }

    @Test func anExportTellsOfIdsThatNobodyHasBeforeItWritesAWord() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let portpool = try BuiltProgram("portpool")
            let run = try await rig.run("sensor_node", "node@FT7SENS1")
            let (id, nobody) = (run.executionId.rawValue, "00000000000000000000000000")
            let (address, state) = (["--address", "unix:\(rig.socket)"], ["--state", rig.state])
            let both = try await portpool.run(["export", id, nobody] + state)
            #expect(both.status == 64 && both.output.isEmpty)
            #expect(both.errors == "portpool: no execution has the id '\(nobody)'\n")
            let asked = try await portpool.run(["export", nobody] + address)
            #expect(asked.status == 64 && asked.output.isEmpty)
            #expect(try await portpool.run(["export", id] + state).output.contains("<testsuite "))

            for place in [address, state] {
                let none = try await portpool.run(["export", "--bib", "nosuch"] + place)
                #expect(none.status == 0)
                #expect(
                    none.errors
                        == "portpool: no run is stored that has ended and fits the options; the report is empty\n")
                let some = try await portpool.run(["export", "--bib", "sensor_node"] + place)
                #expect(some.status == 0 && some.errors.isEmpty && some.output.contains(id))
            }
            let since = try await portpool.run(["executions", "--since", "1h"] + address)
            #expect(since.status == 0 && since.output.contains(id), "\(since.errors)")
        }
    }

    @Test func whereThereIsNoStoreAnExportSaysHowToAskAService() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let outcome = try await BuiltProgram("portpool").run(
            ["export"], environment: ["HOME": folder.path, "XDG_STATE_HOME": "", "STATE_DIRECTORY": ""])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("there is no store at \(folder.path)/.local/state/portpool/portpool.db"))
        #expect(outcome.errors.contains("--address asks the service itself"))
    }
}
