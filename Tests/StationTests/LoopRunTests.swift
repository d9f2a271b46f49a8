import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

@Suite(.timeLimit(.minutes(3))) struct LoopRunTests {
    private func verdicts(_ outcome: BuiltProgram.Outcome) -> [Substring] {
        outcome.output.split(separator: "\n").filter { $0.contains("steps passed") }
    }

    @Test func aStandaloneLoopRunsAsOftenAsAsked() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let portpool = try BuiltProgram("portpool")
        let outcome = try await BuiltProgram("uutsim").run(
            ["world", "\(RigFolder.fixtures)/benches/fast.yaml", "--name", "loop", "--quiet", "--"]
                + [
                    portpool.path, "run", "production_test_v2", "--uut", "slot1", "--standalone", "--loop", "3",
                    "--quiet",
                ]
                + ["--state", "\(folder.path)/state", "--plans", "\(RigFolder.fixtures)/bibs"],
            environment: ["XDG_RUNTIME_DIR": folder.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(verdicts(outcome).count == 3)
    }

    @Test func aLoopThroughTheServiceRunsAsOftenAsAsked() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let outcome = try await BuiltProgram("portpool").run(
                ["run", "sensor_node", "--uut", "node@FT7SENS1", "--loop", "30", "--quiet"]
                    + ["--address", "unix:\(rig.socket)"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(verdicts(outcome).count == 30)
        }
    }

    @Test func aLoopWaitsForABoardThatIsAwayAndSaysSo() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            try rig.fault("s1", "unplug", ["at": "mid_reply", "for": "1"])
            let script = "exec $PORTPOOL run sensor_node --uut node@FT7SENS1 --loop 2 --quiet $ADDRESS 2>$FOLDER/errors"
            async let ending = BuiltProgram(path: "/bin/sh").run(
                ["-c", script],
                environment: [
                    "PORTPOOL": BuiltProgram("portpool").path, "ADDRESS": "--address unix:\(rig.socket)",
                    "FOLDER": rig.folder.path,
                ])
            let news = "node@FT7SENS1 is run again as soon as it can be"
            _ = try await eventually("the loop waits") { rig.folder.text(of: "errors").contains(news) ? true : nil }
            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "s1"))
            let outcome = try await ending
            #expect(outcome.status == 2)
            #expect(outcome.output.split(separator: "\n").map { $0.contains("steps passed") } == [false, true])
            #expect(rig.folder.text(of: "errors").split(separator: "\n").filter { $0.contains(news) }.count == 1)
        }
    }

    @Test func aServiceThatIsKilledAndStaysAwayIsNoVerdict() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let outcome = try await rig.runLosingTheService("production_test_v2", "--loop", "forever")
            #expect(outcome.status == 5, "\(outcome.errors)")
            #expect(outcome.errors.contains(rig.socket))
        }
    }

    /// Nothing of a run hangs on who asked for it: the one under way comes to its STOP, once, and no other follows.
    @Test func aLoopWhoseClientIsKilledEndsWithTheRunUnderWay() async throws {
        try await StationRig.with(.init(bench: "slow")) { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            let script = """
                $PORTPOOL run production_test_v2 --uut slot1 --loop forever --address unix:$SOCKET & pid=$!
                echo $pid >$FOLDER/pid; wait $pid
                """
            async let ending = BuiltProgram(path: "/bin/sh").run(
                ["-c", script],
                environment: [
                    "PORTPOOL": BuiltProgram("portpool").path, "SOCKET": rig.socket, "FOLDER": rig.folder.path,
                ])
            let run = try await eventually("a run is under way") { try await rig.client.executions().active.first }
            _ = try await rig.events(after: position, until: .inTest([run.executionId]))
            let pid = try #require(pid_t(rig.folder.text(of: "pid").trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(kill(pid, SIGKILL) == 0)
            #expect(try await ending.status == 128 + SIGKILL)
            _ = try await rig.events(after: position, until: .completed([run.executionId]))
            let ended = try await rig.client.execution(run.executionId)
            #expect(ended.result?.verdict == .pass)
            #expect(ended.steps.filter { $0.phase == .stop }.map(\.step) == ["power_off", "bye"])
            let runs = try await rig.client.executions()
            #expect(runs.active.isEmpty && runs.queued.isEmpty && runs.recent.count == 1)
            try await rig.ports()
            // Each farewell brings in the next panel: the board has heard exactly one.
            #expect(try await rig.run("production_test_v2", "slot1").result?.unitSerial == "PTA00002")
        }
    }

    @Test func aLoopThatIsToldToEndLeavesNoRunBehind() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let script = """
                $PORTPOOL run sensor_node --loop forever --quiet --address unix:$SOCKET >$FOLDER/out & pid=$!
                until [ $(grep -c 'steps passed' $FOLDER/out) -ge 4 ]; do sleep 0.01; done
                kill -INT $pid; wait $pid
                """
            let outcome = try await BuiltProgram(path: "/bin/sh").run(
                ["-c", script],
                environment: [
                    "PORTPOOL": BuiltProgram("portpool").path, "SOCKET": rig.socket, "FOLDER": rig.folder.path,
                ])
            #expect(outcome.status == 3, "\(outcome.errors)")
            let runs = try await rig.client.executions()
            #expect(runs.active.isEmpty && runs.queued.isEmpty)
        }
    }
}
