import APIClient
import Foundation
import RigModel
import Testing

/// `parallel: { runs: N }` on a whole station.
@Suite(.timeLimit(.minutes(3))) struct ParallelRunTests {
    @Test(arguments: [1, 3]) func noMoreRunsGoOnAtOnceThanAreAllowed(limit: Int) async throws {
        let setup = StationRig.Setup(script: "exec $SERVE --config $FOLDER/rig.yaml")
        try await StationRig.with(setup) { folder, _ in
            try folder.write("version: 1\nparallel: { runs: \(limit) }\n", to: "rig.yaml")
        } _: { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            let ids = try await rig.startAll()
            #expect(ids.count == 8)
            let record = try await rig.events(after: position, until: .completed(Set(ids)))
            var (underWay, most) = (0, 0)
            for event in record.events {
                switch event.name {
                case "ExecutionStarted": underWay += 1
                case "ExecutionCompleted": underWay -= 1
                default: continue
                }
                most = max(most, underWay)
                #expect(underWay >= 0 && underWay <= limit)
            }
            #expect(most == limit, "as many as are allowed go on")
            let runs = try await rig.client.executions().recent.filter { ids.contains($0.executionId) }
            #expect(runs.count == 8 && runs.allSatisfy { $0.verdict == .pass })
            try await rig.ports()
        }
    }
}
