import APIClient
import Foundation
import Plans
import RigModel
import Support
import Testing

/// The bench of the demonstration, from the plug to the API.
@Suite(.timeLimit(.minutes(3))) struct DemoBenchTests {
    @Test func everyPortIsFoundWithItsIdentityAndItsPlan() async throws {
        try await StationRig.with(.init(bench: "demo")) { rig in
            let ports = try await rig.ports()
            #expect(ports.total == 12)
            #expect(
                ports.ports.map { "\($0.id) \($0.chip ?? "?") \($0.channel) \($0.product) \($0.bibId ?? "-")" } == [
                    "FT7DEMO1-A FT4232H A client_demo client_demo", "FT7DEMO1-B FT4232H B client_demo client_demo",
                    "FT7DEMO1-C FT4232H C client_demo client_demo", "FT7DEMO1-D FT4232H D client_demo client_demo",
                    "FT7DEMO2-A FT4232H A production_test_v2 production_test_v2",
                    "FT7DEMO2-B FT4232H B production_test_v2 production_test_v2",
                    "FT7DEMO2-C FT4232H C production_test_v2 production_test_v2",
                    "FT7DEMO2-D FT4232H D production_test_v2 production_test_v2",
                    "FT7SENS1-A FT232R A sensor_node sensor_node", "FT7SENS2-A FT232R A sensor_node sensor_node",
                    "FT7SPARE-A FT2232H A Dual RS232-HS -", "FT7SPARE-B FT2232H B Dual RS232-HS -",
                ])
            #expect(Set(ports.ports.map(\.portName)).count == 12)
            #expect(ports.ports.allSatisfy { $0.portName.hasPrefix("/dev/ttyUSB") && $0.degraded == nil })
            #expect(ports.ports.allSatisfy { $0.incarnation == 1 })
            #expect(try await rig.client.status().status == .running)
        }
    }

    @Test func aBoardThatNoPlanFitsIsShownWithAPlanThatLoads() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let bibs = try await rig.client.bibs()
            #expect(bibs.bibs.map(\.bibId) == ["client_demo", "production_test_v2", "sensor_node"])
            #expect(bibs.bibs.allSatisfy { $0.valid })
            let spare = try #require(bibs.unusedBoards.first)
            #expect(bibs.unusedBoards.count == 1)
            #expect(spare.boardId == "FT7SPARE")
            #expect(spare.matching == "unmatched")
            let stanza = try #require(spare.stanza)
            let plan = try PlanLoader { _ in "" }.load(Array(stanza.utf8), file: "Dual_RS232-HS.yaml")
            #expect(plan.match.product == "Dual RS232-HS")
            #expect(plan.uuts.map(\.ports[0].channel) == [.a, .b])
        }
    }

    @Test("complaint 10: what is plugged in is shown with a plan for it, which is all that it needs")
    func theStanzaIsAllThatTheBoardNeeds() async throws {
        let prepare: (RigFolder, inout StationRig.Setup) throws -> Void = { folder, setup in
            setup.plans = "\(folder.path)/plans"
            setup.script = "$SERVE; exec $SERVE"
            try folder.copy("bibs/client_demo.yaml", to: "plans/client_demo.yaml")
        }
        try await StationRig.with(prepare: prepare) { rig in
            try await rig.ports()
            let unused = try await rig.client.bibs().unusedBoards
            let stanza = try #require(unused.first { $0.boardId == "FT7SPARE" }?.stanza)
            try rig.folder.write(stanza, to: "plans/Dual_RS232-HS.yaml")
            try await rig.restart()
            let port = try await rig.port("FT7SPARE-B") { $0.bibId == "Dual_RS232-HS" }
            #expect(port.status == .available)
            // The adapter sends back what it gets, which is an answer.
            #expect(try await rig.run("Dual_RS232-HS", "uut_b").result?.verdict == .pass)
        }
    }

    @Test func eightUnitsOnNinePortsRunInParallelAndEveryAccountOfThemIsTheSame() async throws {
        let outcome = try await StationRig.with(.init(bench: "quiet")) { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            let ids = try await rig.startAll()
            #expect(Set(ids).count == 8)
            let record = try await rig.events(after: position, until: .completed(Set(ids)))

            let names = record.events.map(\.name)
            let lastStart = try #require(names.lastIndex(of: "ExecutionStarted"))
            let firstEnd = try #require(names.firstIndex(of: "ExecutionCompleted"))
            #expect(lastStart < firstEnd, "all eight run at once")

            let told = try await rig.client.executions().recent
            #expect(Set(told.map(\.executionId)) == Set(ids))
            #expect(Set(told.flatMap(\.ports)).count == 9)
            #expect(told.allSatisfy { $0.verdict == .pass && $0.stepsDone == $0.stepCount })
            #expect(told.allSatisfy { $0.unitSerial != nil })

            let stored = try StoredRun.all(in: "\(rig.state)/portpool.db")
            #expect(stored.count == 8)
            for run in told {
                #expect(stored[run.executionId]?.verdict == run.verdict)
                #expect(stored[run.executionId]?.steps.count == run.stepsDone)
            }

            let logs = try RunLogFile.all(in: "\(rig.state)/logs")
            #expect(logs.count == 8)
            for run in told {
                let log = try #require(logs.first { $0["execution"] == run.executionId.rawValue })
                #expect(log.verdict == run.verdict.rawValue)
                #expect(log["uut"] == run.uutId.rawValue)
                #expect(try await rig.client.logFile(run.bibId, run.uutId, run.executionId) == Array(log.text.utf8))
            }
            let latest = try RunLogFile.latest(in: "\(rig.state)/logs")
            #expect(Set(latest.values) == Set(logs.map(\.path)))
            #expect(
                latest["BIB_client_demo/latest/production_uut_current.log"]?.contains("production_uut_port1_") == true)
            #expect(latest["BIB_sensor_node/latest/node@FT7SENS2_current.log"] != nil)
        }
        #expect(outcome.status == 0)
    }
}
