import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

@Suite(.timeLimit(.minutes(3))) struct PlugRunTests {
    private static func plan(_ key: String) -> (RigFolder, inout StationRig.Setup) throws -> Void {
        { folder, setup in
            setup.plans = "\(folder.path)/plans"
            let text = try String(contentsOfFile: "\(RigFolder.fixtures)/bibs/sensor_node.yaml", encoding: .utf8)
            try folder.write(
                text.replacing("boards: many\n", with: "boards: many\n\(key)\n"), to: "plans/sensor_node.yaml")
        }
    }

    @Test func aBoardThatIsPluggedInIsRunByItselfAndOthersAreNot() async throws {
        try await StationRig.with(prepare: Self.plan("on_plug: run")) { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            _ = try rig.boards.ask(ControlRequest(verb: .replug, board: "s1"))
            let run = try await eventually("a run has ended") { try await rig.client.executions().recent.first }
            #expect(run.origin == "plug" && run.uutId == "node@FT7SENS1" && run.verdict == .pass)
            // All that came in between: one run, of the board that was plugged in.
            let end = try #require(EventPosition(try await rig.client.snapshot().position))
            let record = try await rig.events(after: position, until: .position(end))
            #expect(Array(record.runs.keys) == [run.executionId])
        }
    }

    @Test func aScheduleRunsTheUnitAgainAndAgain() async throws {
        try await StationRig.with(prepare: Self.plan("schedule: { every: 1s }")) { rig in
            try await rig.ports()
            let runs = try await eventually("each unit was run twice") {
                let runs = try await rig.client.executions().recent
                return ["node@FT7SENS1", "node@FT7SENS2"].allSatisfy { unit in
                    runs.count { $0.uutId.rawValue == unit } >= 2
                } ? runs : nil
            }
            #expect(runs.allSatisfy { $0.origin == "schedule" })
            try FileManager.default.removeItem(atPath: "\(rig.folder.path)/plans/sensor_node.yaml")
            _ = try await eventually("it has ended") {
                let runs = try await rig.client.executions()
                let bibs = try await rig.client.bibs().bibs
                return runs.active.isEmpty && runs.queued.isEmpty && bibs.isEmpty ? true : nil
            }
        }
    }
}
