import APIClient
import Foundation
import RigModel
import Support
import Testing

/// The state folder cannot be written any more while the service runs, as on a file system that has turned read-only.
@Suite(.timeLimit(.minutes(3))) struct DurabilityReadOnlyTests {
    @Test(.enabled(if: FrozenTree.isPossible, "only root may freeze files, and not on every file system"))
    func aStateFolderThatTurnsReadOnlyCostsNoRunAndNoRecord() async throws {
        let outcome = try await StationRig.with(.init(bench: "fast")) { rig in
            try await rig.ports()
            let before = try await rig.run("sensor_node", "node@FT7SENS1")
            let frozen = try FrozenTree(rig.state)
            defer { frozen.thaw() }

            let position = try await rig.client.snapshot().position
            let ids = try await rig.start("sensor_node")
            let record = try await rig.events(after: position, until: .completed(Set(ids)))
            for id in ids {
                let told = try APIClient.decode(API.Execution.self, try #require(record.runs[id]?.last))
                #expect(told.verdict == .pass, "the run goes on to its end")
                #expect(!told.stored, "and nobody is told that the store has it")
            }
            let status = try await eventually("both the store and the logs are named") {
                let status = try await rig.client.status()
                return status.reasons.count == 2 ? status : nil
            }
            #expect(status.status == .degraded)
            #expect(status.reasons.contains { $0.hasPrefix("the store cannot be written, records wait in memory: ") })
            #expect(status.reasons.contains { $0.hasPrefix("a log cannot be written: ") })
            #expect(
                record.events.contains { $0.name == "ServiceStatusChanged" && $0.data.contains("DEGRADED") },
                "who listens is told without asking")
            #expect(try await rig.client.execution(before.executionId) == before, "what was stored can be read")

            frozen.thaw()
            _ = try await eventually("the service is well again, and nothing else has happened") {
                try await rig.client.status().status == .running ? true : nil
            }
            for id in ids {
                let run = try await rig.client.execution(id)
                #expect(run.result?.verdict == .pass)
                #expect(run.result?.stored == true)
                #expect(run.steps == (try record.steps(of: id)), "every step was kept")
                let log = try await rig.wholeLog(of: id)
                #expect(log.verdict == "PASS")
                #expect(log["rebuilt"]?.hasPrefix("from the store") == true)
                #expect(log.holds(run.steps), "\(log.text)")
            }
            #expect(try await rig.run("sensor_node", "node@FT7SENS2").result?.stored == true)
            rig.service.signal(SIGTERM)
            _ = try await eventually("the service has ended") { rig.service.pid == nil ? true : nil }
            #expect(try StoreIntegrity.faults(in: "\(rig.state)/portpool.db").isEmpty)
        }
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}

extension StationRig {
    /// The log of a run, once it has its end and lacks nothing.
    func wholeLog(of run: ExecutionID) async throws -> RunLogFile {
        try await eventually("the log of \(run) is whole") {
            try RunLogFile.all(in: "\(state)/logs").first {
                $0["execution"] == run.rawValue && $0.verdict != nil && $0["lost"] == nil
            }
        }
    }
}
