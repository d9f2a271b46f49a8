import APIClient
import Foundation
import RigModel
import Support
import Testing

@Suite(.timeLimit(.minutes(3))) struct StoppingTests {
    @Test func sigtermSendsEveryStopAndStoresEveryVerdict() async throws {
        let outcome = try await StationRig.with(.init(bench: "slow")) { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            let ids = try await rig.startAll()
            _ = try await rig.events(after: position, until: .inTest(Set(ids)))

            let began = ContinuousClock.now
            #expect(rig.service.signal(SIGTERM))
            let record = try await rig.events(after: position, until: .bye)
            for id in ids {
                let last = try #require(record.runs[id]?.last)
                #expect(try APIClient.decode(API.Execution.self, last).verdict == .aborted)
            }
            _ = try await eventually("the service has ended") { rig.service.pid == nil ? true : nil }
            // STOP has 3 s at most in these plans, and the safe state 0.5 s.
            #expect(began.duration(to: .now) < .seconds(3 + 0.5 + 5))

            let stored = try StoredRun.all(in: "\(rig.state)/portpool.db")
            #expect(stored.count == 8)
            for id in ids {
                let run = try #require(stored[id])
                #expect(run.verdict == .aborted)
                // The board's own farewell: it has heard the last command.
                let farewell = try #require(run.steps.last)
                #expect(["bye", "sleep"].contains(farewell.id))
                #expect(farewell.verdict == .pass)
                // In front there may be an answer to what was under way when the signal came.
                let heard = String(decoding: farewell.received, as: UTF8.self)
                #expect(["BYE\r\n", "BYE\n", "SLEEPING\n"].contains { heard.hasSuffix($0) })
            }
            let logs = try RunLogFile.all(in: "\(rig.state)/logs")
            #expect(logs.map(\.verdict) == Array(repeating: "ABORTED", count: 8))
        }
        // The service's own, and no board has seen a test command after its farewell.
        #expect(outcome.status == 0)
    }

    @Test func abortingOneRunLeavesTheOthersAlone() async throws {
        try await StationRig.with(.init(bench: "slow")) { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            let ids = try await rig.start("client_demo")
            _ = try await rig.events(after: position, until: .inTest(Set(ids)))
            try await rig.client.abort(ids[0])
            _ = try await rig.events(after: position, until: .completed(Set(ids)))
            let (aborted, other) = (try await rig.client.execution(ids[0]), try await rig.client.execution(ids[1]))
            #expect(aborted.result?.verdict == .aborted)
            #expect(aborted.steps.suffix(2).map(\.step) == ["power_off", "bye"])
            #expect(aborted.steps.suffix(2).allSatisfy { $0.verdict == .pass })
            #expect(other.result?.verdict == .pass)
        }
    }

    @Test func afterSigkillTheRunsAreInterruptedAndNothingFinishedIsMissing() async throws {
        let twice = StationRig.Setup(bench: "quiet", script: "$SERVE; exec $SERVE")
        let outcome = try await StationRig.with(twice) { rig in
            try await rig.ports()
            let finished = try await rig.run("sensor_node", "node@FT7SENS1")
            #expect(finished.result?.verdict == .pass)

            let before = try await rig.client.snapshot()
            let ids = try await rig.startAll()
            let record = try await rig.events(after: before.position, until: .inTest(Set(ids)))
            #expect(rig.service.signal(SIGKILL))

            try await rig.back(after: before.status.epoch)
            try await rig.ports()
            #expect(try await rig.client.execution(finished.executionId) == finished)
            for id in ids {
                let run = try await rig.client.execution(id)
                #expect(run.result?.verdict == .interrupted)
                let told = try record.steps(of: id)
                #expect(!told.isEmpty)
                #expect(Array(run.steps.prefix(told.count)) == told, "what was told is stored")
            }
            let stored = try StoredRun.all(in: "\(rig.state)/portpool.db")
            #expect(stored.values.allSatisfy { $0.verdict != nil })
            let logs = try RunLogFile.all(in: "\(rig.state)/logs")
            #expect(logs.count == 9)
            for log in logs {
                #expect(log.verdict == (log["execution"] == finished.executionId.rawValue ? "PASS" : "INTERRUPTED"))
            }
            #expect(Set(try RunLogFile.latest(in: "\(rig.state)/logs").values).isSubset(of: Set(logs.map(\.path))))
            let again = try await rig.run("sensor_node", "node@FT7SENS1")
            #expect(again.result?.verdict == .pass)
        }
        #expect([0, 5].contains(outcome.status), "a board may have missed its farewell, the service ends well")
    }
}
