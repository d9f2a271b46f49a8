import APIClient
import Foundation
import RigModel
import Support
import Testing

/// The store fails for so long that the memory for what waits is used up.
@Suite(.timeLimit(.minutes(3))) struct DurabilityBoundTests {
    private static let script = "exec $SERVE --config $FOLDER/rig.yaml"

    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a small disk"))
    func pastTheBoundNoRunIsBegunAndWhatIsStoredStaysAsItIs() async throws {
        var mounted: SmallDisk?
        defer { mounted = nil }
        let outcome = try await StationRig.with(.init(bench: "fast", script: Self.script)) { folder, _ in
            try folder.write("version: 1\nhistory: { memory: 64KiB }\n", to: "rig.yaml")
            mounted = try SmallDisk("\(folder.path)/state", bytes: 24 << 20)
        } _: { rig in
            let disk = try #require(mounted)
            try await rig.ports()
            let before = try await rig.run("sensor_node", "node@FT7SENS1")
            disk.fill()

            let position = try await rig.client.snapshot().position
            // Far more than there is room for, one behind the other; none begins before the last is asked for.
            let lease = try await rig.client.takeLease(
                API.TakeLease(ports: ["FT7SENS1-A"], for: "the test", reason: "until all have asked"))
            var asked: [ExecutionID] = []
            for _ in 1...30 { asked += try await rig.start("sensor_node", "node@FT7SENS1") }
            try await rig.client.endLease(lease.id, reason: "all have asked")
            let record = try await rig.events(after: position, until: .completed(Set(asked)))
            let ends = try asked.map { try APIClient.decode(API.Execution.self, try #require(record.runs[$0]?.last)) }
            let begun = asked.filter { record.names(of: $0).contains("ExecutionStarted") }
            #expect((1..<30).contains(begun.count), "\(begun.count) runs were begun")
            #expect(Array(asked.prefix(begun.count)) == begun, "none behind the bound")
            let full = "results can no longer be kept, the store has failed for too long; make room or mend the disk"
            for end in ends {
                #expect(!end.stored)
                #expect(end.verdict == (begun.contains(end.executionId) ? .pass : .error))
                if end.verdict == .error { #expect(end.explanation.hasPrefix("not begun: \(full)")) }
            }
            await #expect {
                try await rig.start("client_demo")
            } throws: { error in
                guard case .problem(let problem)? = error as? APIClientError else { return false }
                return problem.status == 503 && problem.type == RunRefusal.storeFull.problemType
                    && problem.detail?.hasPrefix(full) == true
            }
            let reasons = try await rig.client.status().reasons
            #expect(reasons.contains("the memory for records that wait is used up, finished steps are lost"))
            #expect(try await rig.client.execution(before.executionId) == before, "what was stored can be read")

            disk.free()
            _ = try await eventually("the service is well again, and nothing else has happened") {
                try await rig.client.status().status == .running ? true : nil
            }
            #expect(try await rig.client.execution(before.executionId) == before, "and is as it was")
            for end in ends {
                let run = try await rig.client.execution(end.executionId)
                #expect(run.result?.verdict == end.verdict, "every verdict was kept")
                let steps = try record.steps(of: end.executionId)
                #expect(run.steps == Array(steps.prefix(run.steps.count)), "steps are whole, as far as there was room")
            }
            #expect(try await rig.run("sensor_node", "node@FT7SENS1").result?.stored == true)
            rig.service.signal(SIGTERM)
            _ = try await eventually("the service has ended") { rig.service.pid == nil ? true : nil }
            #expect(try StoreIntegrity.faults(in: "\(rig.state)/portpool.db").isEmpty)
            disk.unmount()
        }
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
