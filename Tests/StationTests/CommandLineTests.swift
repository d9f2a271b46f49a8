import APIClient
import Foundation
import RigModel
import Support
import Testing

@Suite(.timeLimit(.minutes(3))) struct CommandLineTests {
    /// Runs a shell script where the boards of the fast bench are, `$PORTPOOL` being the program and `$STATE` its state.
    private func inWorld(_ script: String) async throws -> BuiltProgram.Outcome {
        let folder = try RigFolder()
        defer { folder.remove() }
        try folder.write("version: 1\nplans: \(RigFolder.fixtures)/bibs\n", to: "rig.yaml")
        let simulator = try BuiltProgram("uutsim")
        let variables = [
            "XDG_RUNTIME_DIR": folder.path, "FOLDER": folder.path, "UUTSIM": simulator.path,
            "PORTPOOL": try BuiltProgram("portpool").path,
            "OPTIONS": "--standalone --config \(folder.path)/rig.yaml --state \(folder.path)/state",
        ]
        return try await simulator.run(
            ["world", "\(RigFolder.fixtures)/benches/fast.yaml", "--name", "cli", "--quiet", "--", "sh", "-c", script],
            environment: variables)
    }

    @Test func aStandaloneRunThatPassesExitsWithZero() async throws {
        let outcome = try await inWorld("exec $PORTPOOL run client_demo $OPTIONS")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.filter { $0.contains("PASS") && $0.contains("steps passed") }.count == 2)
        #expect(lines.contains { $0.hasPrefix("production_uut") && $0.contains("loopback") })
    }

    @Test func aStandaloneRunThatFailsExitsWithOne() async throws {
        let outcome = try await inWorld(
            "$UUTSIM fault left-A replace 'with=FAIL 17' 'on=^TEST$' >&2 && exec $PORTPOOL run client_demo $OPTIONS")
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.output.contains("FAIL 17"))
    }

    @Test func aStandaloneRunOnABoardThatIsUnpluggedExitsWithTwo() async throws {
        let outcome = try await inWorld(
            "$UUTSIM fault left-A unplug at=mid_reply 'on=^MEAS 5V' >&2 && exec $PORTPOOL run client_demo $OPTIONS")
        #expect(outcome.status == 2, "\(outcome.errors)")
    }

    @Test func aStandaloneRunWithoutABoardExitsWithTwo() async throws {
        let outcome = try await inWorld("$UUTSIM unplug left >&2 && exec $PORTPOOL run client_demo $OPTIONS")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("no board of 'client_demo' is plugged in"))
    }

    @Test func aRunOfAnUnknownBIBIsRefused() async throws {
        let outcome = try await inWorld("exec $PORTPOOL run nobody $OPTIONS")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("nobody"))
        #expect(outcome.errors.contains("sensor_node"))
    }

    @Test func aStandaloneRunThatIsToldToEndSendsStopAndExitsWithThree() async throws {
        let outcome = try await inWorld(
            """
            $PORTPOOL run production_test_v2 --uut slot1 --loop forever $OPTIONS >$FOLDER/out & pid=$!
            until grep -q TEST $FOLDER/out; do sleep 0.01; done
            kill -TERM $pid; wait $pid; status=$?
            cat $FOLDER/out; exit $status
            """)
        #expect(outcome.status == 3, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.last?.contains("ABORTED") == true)
        #expect(lines.dropLast().last?.contains("STOP   bye") == true)
    }

    @Test func theCommandLineRunsAndLooksThroughTheService() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let portpool = try BuiltProgram("portpool")
            let address = ["--address", "unix:\(rig.socket)"]
            let run = try await portpool.run(["run", "sensor_node"] + address)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.split(separator: "\n").filter { $0.contains("steps passed") }.count == 2)

            let ports = try await portpool.run(["ports", "--json"] + address)
            #expect(try JSONDecoder().decode(API.Ports.self, from: Data(ports.output.utf8)).total == 12)
            let table = try await portpool.run(["ports"] + address).output
            #expect(table.contains("FT7SPARE-B"))
            #expect(table.contains("12 ports: 0 in use, 12 available"))
            let runs = try await portpool.run(["executions", "--verdict", "PASS"] + address).output
            #expect(runs.split(separator: "\n").count == 3)
            let log = try await portpool.run(["logs", "show", "sensor_node", "node@FT7SENS1"] + address)
            #expect(log.output.hasPrefix("# portpool run log"))
            #expect(log.output.contains("# verdict     PASS"))

            try rig.fault("s1", "no_answer", ["on": "^HUM"])
            #expect(try await portpool.run(["run", "sensor_node", "--quiet"] + address).status == 1)
            // As where no board of the BIB is there at all: it may come.
            for named in [["--board", "FT7AWAY"], ["--uut", "node@FT7AWAY"]] {
                let away = try await portpool.run(["run", "sensor_node"] + named + address)
                #expect(away.status == 2)
                #expect(away.errors.contains("no board 'FT7AWAY' of 'sensor_node' is plugged in; present: FT7SENS1"))
            }
        }
    }

    @Test(arguments: [("INT", "Ctrl-C"), ("TERM", "SIGTERM")])
    func aStandaloneRunSaysByWhatItWasEnded(signal: String, cause: String) async throws {
        let outcome = try await inWorld(
            """
            $PORTPOOL run sensor_node --board FT7SENS1 --loop forever $OPTIONS > $FOLDER/told & run=$!
            n=0; until grep -q PASS $FOLDER/told; do n=$((n+1)); [ $n -gt 600 ] && break; sleep 0.05; done
            kill -\(signal) $run; wait $run; echo "exit $?"; cat $FOLDER/told
            """)
        #expect(outcome.output.hasPrefix("exit 3\n"), "\(outcome.errors)")
        #expect(outcome.output.contains("ABORTED"))
        #expect(outcome.output.contains("aborted on request: \(cause)"), "\(outcome.output)")
    }

    @Test func aSecondProcessOnTheSameStateIsRefused() async throws {
        try await StationRig.with { rig in
            let outcome = try await BuiltProgram("portpool").run(
                ["run", "client_demo", "--standalone", "--state", rig.state])
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("works on the state folder '\(rig.state)' already"))
            #expect(try await rig.client.status().status == .running)
        }
    }

    @Test func whereNoServiceAnswersTheExitStatusIsFive() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let outcome = try await BuiltProgram("portpool").run(["ports", "--state", folder.path])
        #expect(outcome.status == 5)
        #expect(outcome.errors.contains("portpool serve"))
    }
}
