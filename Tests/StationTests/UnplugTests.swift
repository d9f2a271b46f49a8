import APIClient
import RigModel
import Support
import Testing
import World

@Suite(.timeLimit(.minutes(3))) struct UnplugTests {
    @Test("complaint 11: a board pulled in mid-reply runs again under its identity on another tty")
    func aBoardPulledInMidReplyEndsInErrorAndRunsAgainUnderItsIdentityOnAnotherTTY() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            try rig.fault("left", "unplug", ["at": "mid_reply", "on": "^MEAS 5V$", "for": "1"])
            let run = try await rig.run("client_demo", "production_uut")
            #expect(run.result?.verdict == .error)
            #expect(run.result?.decidingStep == "rail_5v")
            #expect(run.result?.explanation.contains("unplugged") == true)
            let steps = run.steps.map { "\($0.phase.rawValue) \($0.step) \($0.verdict.rawValue)" }
            #expect(
                steps == [
                    "START reset PASS", "START identify PASS", "START read_sn PASS", "START init PASS",
                    "TEST rail_3v3 PASS", "TEST rail_5v ERROR", "STOP power_off ERROR", "STOP bye ERROR",
                ], "STOP is tried whatever has become of the line")
            // The first half of the answer came, and is kept.
            let half = try #require(run.steps[5].attempts.last?.received)
            // Behind what the board says of its own accord, now and then.
            let lines = half.split(separator: "\\r\\n", omittingEmptySubsequences: false)
            #expect(lines.last?.hasPrefix("V=") == true)
            #expect(lines.dropLast().allSatisfy { $0.hasPrefix("# ") })

            let gone = try await rig.port("FT7DEMO1-A") { $0.status == .offline }
            #expect(gone.incarnation == 1)
            #expect(gone.executionId == nil)
            let ports = try await eventually("all ports of the board are offline") {
                let ports = try await rig.client.ports()
                return ports.offline == 4 ? ports : nil
            }
            #expect(ports.total == 12)
            #expect(ports.available == 8)

            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "left", tty: "ttyUSB20"))
            try await rig.ports()
            let back = try await rig.port("FT7DEMO1-A") { $0.status == .available }
            #expect(back.portName == "/dev/ttyUSB20")
            #expect(back.incarnation == 2)
            #expect(back.bibId == "client_demo")
            let again = try await rig.run("client_demo", "production_uut")
            #expect(again.result?.verdict == .pass)
            #expect(again.result?.ports == run.result?.ports)
            #expect(again.result?.portName == "/dev/ttyUSB20")

            let stored = try StoredRun.all(in: "\(rig.state)/portpool.db")
            #expect(stored[run.executionId]?.verdict == .error)
            #expect(stored[again.executionId]?.verdict == .pass)
            let logs = try RunLogFile.all(in: "\(rig.state)/logs")
            #expect(logs.first { $0["execution"] == run.executionId.rawValue }?.verdict == "ERROR")
        }
    }

    @Test func aRunOnABoardThatIsAwayIsRefusedWithTheReason() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "left"))
            _ = try await rig.port("FT7DEMO1-C") { $0.status == .offline }
            let error = await #expect(throws: APIClientError.self) { try await rig.start("client_demo") }
            guard case .problem(let problem) = error else {
                Issue.record("no problem, but \(error.map(String.init(describing:)) ?? "nothing")")
                return
            }
            #expect(problem.status == 409)
            #expect(problem.detail?.contains("client_demo") == true)
        }
    }

    @Test func pullingOneBoardLeavesTheOthersAlone() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            try rig.fault("s1", "unplug", ["at": "mid_reply", "on": "^TEMP"])
            let position = try await rig.client.snapshot().position
            let ids = try await rig.startAll()
            _ = try await rig.events(after: position, until: .completed(Set(ids)))
            let runs = try await rig.client.executions().recent
            #expect(runs.filter { $0.uutId == "node@FT7SENS1" }.map(\.verdict) == [.error])
            #expect(runs.filter { $0.uutId != "node@FT7SENS1" }.map(\.verdict) == Array(repeating: .pass, count: 7))
        }
    }
}
