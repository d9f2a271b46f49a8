import APIClient
import Foundation
import RigModel
import Support
import Testing

/// The disk fails under the service, or the store is not what it was.
@Suite(.timeLimit(.minutes(3))) struct DurabilityDiskTests {
    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a small disk"))
    func aFullDiskCostsNoRunAndNoRecord() async throws {
        var mounted: SmallDisk?
        defer { mounted = nil }
        let outcome = try await StationRig.with(.init(bench: "fast")) { folder, _ in
            mounted = try SmallDisk("\(folder.path)/state", bytes: 24 << 20)
        } _: { rig in
            let disk = try #require(mounted)
            try await rig.ports()
            let before = try await rig.run("sensor_node", "node@FT7SENS1")
            disk.fill()

            let position = try await rig.client.snapshot().position
            let ids = try await rig.start("sensor_node")
            let record = try await rig.events(after: position, until: .completed(Set(ids)))
            for id in ids {
                let end = try #require(record.runs[id]?.last)
                let told = try APIClient.decode(API.Execution.self, end)
                #expect(told.verdict == .pass, "the run goes on to its end")
                #expect(!told.stored, "and nobody is told that the store has it")
            }
            let status = try await eventually("the service says that the store fails") {
                let status = try await rig.client.status()
                return status.status == .degraded ? status : nil
            }
            #expect(status.reasons.contains { $0.hasPrefix("the store cannot be written, records wait in memory: ") })
            let fired = try await eventually("an alert says so") {
                try await rig.client.alerts(state: "firing").alerts.first { $0.subject.hasPrefix("store: ") }
            }
            #expect(fired.rule == .serviceDegraded && fired.severity == .critical)
            #expect(fired.summary.hasPrefix("the store cannot be written, records wait in memory: "))
            #expect(try await rig.client.execution(before.executionId) == before, "what was stored can be read")

            disk.free()
            _ = try await eventually("the service is well again, and nothing else has happened") {
                try await rig.client.status().status == .running ? true : nil
            }
            let over = try await eventually("the alert is over, and its row is stored") {
                try await rig.client.alerts(state: "resolved").alerts.first { $0.id == fired.id }
            }
            #expect(over.resolvedBecause == "it is no longer so")
            for id in ids {
                let run = try await rig.client.execution(id)
                #expect(run.result?.verdict == .pass)
                #expect(run.steps == (try record.steps(of: id)), "every step was kept")
                let log = try await rig.wholeLog(of: id)
                #expect(log.holds(run.steps), "lines that were lost are back:\n\(log.text)")
            }
            rig.service.signal(SIGTERM)
            _ = try await eventually("the service has ended") { rig.service.pid == nil ? true : nil }
            let stored = try await BuiltProgram("portpool").run(
                ["alerts", "--show", "resolved", "--state", rig.state])
            #expect(stored.output.contains(fired.id.rawValue), "\(stored)")
            #expect(try StoreIntegrity.faults(in: "\(rig.state)/portpool.db").isEmpty)
            let logs = try RunLogFile.all(in: "\(rig.state)/logs")
            #expect(logs.allSatisfy { $0.verdict == "PASS" }, "each log that could be begun has its end")
            disk.unmount()
        }
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a small disk"))
    func aStateFolderThatCannotBeWrittenIsNamed() async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let disk = try SmallDisk("\(folder.path)/state", bytes: 1 << 20, isReadOnly: true)
        let outcome = try await BuiltProgram("portpool").run(
            ["serve", "--state", "\(folder.path)/state", "--listen", "unix:\(folder.path)/socket"])
        disk.unmount()
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("'\(folder.path)/state' is of no use: Read-only file system"))
    }

    @Test func aDamagedStoreIsKeptAsideAndTheServiceStartsWithAFreshOne() async throws {
        // The first kilobytes stay as they are: it opens, and is not whole.
        let damage = """
            $SERVE; dd if=/dev/zero of=$FOLDER/state/portpool.db bs=4096 seek=3 count=20 conv=notrunc 2>/dev/null
            exec $SERVE
            """
        try await StationRig.with(.init(bench: "fast", script: damage)) { rig in
            try await rig.ports()
            let lost = try await rig.run("sensor_node", "node@FT7SENS1")
            try await rig.restart()
            let names = try FileManager.default.contentsOfDirectory(atPath: rig.state)
            let aside = try #require(names.first { $0.hasPrefix("portpool.db.damaged-") })
            let notice = "the store was damaged; it is kept as \(rig.state)/\(aside), and a fresh one is used"
            #expect(rig.folder.text(of: "state/logs/service.log").contains(notice))
            let alert = try #require(try await rig.client.alerts(state: "firing").alerts.first)
            #expect(alert.rule == .storeReplaced && alert.summary.hasPrefix(notice))
            try await rig.ports()
            let run = try await rig.run("sensor_node", "node@FT7SENS1")
            #expect(run.result?.verdict == .pass)
            #expect(run.executionId != lost.executionId)
            #expect(try await rig.client.executions().recent.map(\.executionId) == [run.executionId])
        }
    }

    @Test func aMissingStoreIsToldOfAndTheServiceStartsWithAFreshOne() async throws {
        let script = "$SERVE; rm $FOLDER/state/portpool.db*; exec $SERVE"
        try await StationRig.with(.init(bench: "fast", script: script)) { rig in
            try await rig.ports()
            #expect(
                !rig.folder.text(of: "state/logs/service.log").contains("a fresh one is used"), "it is the first start")
            _ = try await rig.run("sensor_node", "node@FT7SENS1")
            try await rig.restart()
            let notice = "there are logs of runs and no store, \(rig.state)/portpool.db is gone; a fresh one is used"
            #expect(rig.folder.text(of: "state/logs/service.log").contains(notice))
            try await rig.ports()
            #expect(try await rig.run("sensor_node", "node@FT7SENS1").result?.verdict == .pass)
        }
    }
}
