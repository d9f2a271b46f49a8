import APIClient
import Foundation
import RigModel
import Testing
import World

@Suite(.timeLimit(.minutes(3))) struct RecoveryTests {
    /// A panel whose plan asks for recovery.
    private static func prepare(_ folder: RigFolder, _ setup: inout StationRig.Setup) throws {
        setup.plans = "\(folder.path)/plans"
        let text = try String(
            contentsOfFile: "\(RigFolder.fixtures)/bibs/production_test_v2.yaml", encoding: .utf8)
        try folder.write(
            text.replacing("boards: one\n", with: "boards: one\nrecovery: stop\n"), to: "plans/production_test_v2.yaml")
    }

    /// The serial number that the board counts up with each farewell.
    private func serial(_ run: API.ExecutionDetails) -> String? { run.result?.unitSerial }

    @Test("complaint 18: after a crash STOP is sent once, before anybody else gets the ports")
    func stopComesFirstAfterACrash() async throws {
        let twice = StationRig.Setup(bench: "slow", script: "$SERVE; exec $SERVE")
        try await StationRig.with(twice, prepare: Self.prepare) { rig in
            try await rig.ports()
            let before = try await rig.client.snapshot()
            let cut = try await rig.start("production_test_v2", "slot1")[0]
            _ = try await rig.events(after: before.position, until: .inTest([cut]))
            #expect(rig.service.signal(SIGKILL))
            try await rig.back(after: before.status.epoch)

            // The next order comes as early as it can.
            let next = try await eventually("an order is taken") {
                try? await rig.start("production_test_v2", "slot1").first
            }
            let run = try await eventually("it has ended") {
                let run = try await rig.client.execution(next)
                return run.result == nil ? nil : run
            }
            let recoveries = try await rig.client.executions().recent.filter { $0.origin == "recovery" }
            #expect(recoveries.map(\.recovers) == [cut])
            let recovery = try #require(recoveries.first)
            #expect(recovery.verdict == .pass)
            #expect(recovery.endTime <= run.result?.startTime ?? "")
            let steps = try await rig.client.execution(recovery.executionId).steps
            #expect(steps.allSatisfy { $0.phase == .stop })
            #expect(steps.map(\.step).last == "bye")
            // Each farewell brings in the next panel: there was exactly one between the two runs.
            #expect(run.result?.verdict == .pass)
            #expect(serial(run) == "PTA00002")
            let log = rig.folder.text(of: "state/logs/service.log")
            #expect(log.contains("recovery"))
        }
    }

    @Test func aBoardThatIsAwayIsWaitedForAndToldOf() async throws {
        let twice = StationRig.Setup(bench: "slow", script: "$SERVE; exec $SERVE")
        try await StationRig.with(twice, prepare: Self.prepare) { rig in
            try await rig.ports()
            let before = try await rig.client.snapshot()
            let cut = try await rig.start("production_test_v2", "slot1")[0]
            _ = try await rig.events(after: before.position, until: .inTest([cut]))
            #expect(rig.service.signal(SIGKILL))
            _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "right"))
            try await rig.back(after: before.status.epoch)
            let reason = try await eventually("it is told") {
                try await rig.client.status().reasons.first { $0.contains("was left in the middle of run \(cut)") }
            }
            #expect(reason.contains("FT7DEMO2"))
            _ = try rig.boards.ask(ControlRequest(verb: .plug, board: "right"))
            let recovery = try await eventually("the recovery has ended") {
                try await rig.client.executions().recent.first { $0.recovers == cut }
            }
            #expect(recovery.verdict == .pass)
            #expect(try await rig.client.status().reasons.allSatisfy { !$0.contains("was left in the middle") })
        }
    }
}
