import APIClient
import Foundation
import RigModel
import Testing

@Suite(.timeLimit(.minutes(3))) struct EventStreamTests {
    @Test func everyRunPhaseAndStepIsToldInOrderAndNoneIsMissing() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            // Twice, so that units wait for their ports too.
            let position = try await rig.client.snapshot().position
            let ids = try await rig.startAll() + rig.startAll()
            let record = try await rig.events(after: position, until: .completed(Set(ids)))

            let positions = try record.positions()
            let start = try #require(EventPosition(position))
            #expect(positions.allSatisfy { $0.epoch == start.epoch && $0.sequence > start.sequence })
            #expect(zip(positions, positions.dropFirst()).allSatisfy { $0.sequence < $1.sequence })
            #expect(!record.events.contains { ["gap", "reset"].contains($0.name) })
            #expect(Set(record.runs.keys) == Set(ids))

            for id in ids {
                let names = record.names(of: id)
                #expect(names.first == "ExecutionQueued")
                #expect(names.dropFirst().first == "ExecutionStarted")
                #expect(names.last == "ExecutionCompleted")
                #expect(try record.phases(of: id) == [.start, .test, .stop])
                #expect(names.count == 6 + (try record.steps(of: id).count))
                try expectStepsWithinTheirPhases(record.runs[id] ?? [])

                let details = try await rig.client.execution(id)
                #expect(try record.steps(of: id) == details.steps)
                #expect(details.steps.map(\.ordinal) == Array(0..<(details.result?.stepCount ?? 0)))
                let last = try #require(record.runs[id]?.last)
                #expect(try APIClient.decode(API.Execution.self, last) == details.result)
            }
        }
    }

    @Test func aPortIsFreeOnlyAfterTheEndOfItsRunWasTold() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            let ids = try await rig.startAll() + rig.startAll()
            _ = try await rig.events(after: position, until: .completed(Set(ids)))
            try await rig.ports()
            // What was missed is told event by event; live, a newer state of a port may stand for an older one.
            let end = try #require(EventPosition(try await rig.client.snapshot().position))
            let record = try await rig.events(after: position, until: .position(end))
            for id in ids { try expectPortsFreeAfterTheEnd(of: id, in: record) }
        }
    }

    private func expectPortsFreeAfterTheEnd(of id: ExecutionID, in record: EventRecord) throws {
        let completed = try #require(record.runs[id]?.last)
        let end = try #require(record.events.firstIndex(of: completed))
        for port in try APIClient.decode(API.Execution.self, completed).ports {
            let states = try record.events.enumerated().filter { $0.element.name == "PortStatusChanged" }
                .map { ($0.offset, try APIClient.decode(API.Port.self, $0.element)) }.filter { $0.1.id == port }
            let last = try #require(states.lastIndex { $0.1.executionId == id })
            #expect(states[last].1.status == .inUse && states[last].0 < end)
            let after = try #require(states[(last + 1)...].first, "\(port) is told to be free again")
            #expect(after.0 > end)
        }
    }

    private func expectStepsWithinTheirPhases(_ events: [ServerEvent]) throws {
        var phase: API.PhaseStarted?
        var steps: [String] = []
        for event in events {
            switch event.name {
            case "PhaseStarted":
                #expect(steps == phase?.steps ?? [])
                phase = try APIClient.decode(API.PhaseStarted.self, event)
                steps = []
            case "StepCompleted":
                let step = try APIClient.decode(API.Step.self, event)
                #expect(step.phase == phase?.phase)
                steps.append(step.step)
            default: continue
            }
        }
        #expect(steps == phase?.steps ?? [])
    }

    @Test func aClientThatComesBackGetsWhatItMissed() async throws {
        try await StationRig.with { rig in
            try await rig.ports()
            let position = try await rig.client.snapshot().position
            let ids = Set(try await rig.start("client_demo"))
            let whole = try await rig.events(after: position, until: .completed(ids))
            let middle = try #require(whole.events.firstIndex { $0.name == "StepCompleted" })
            let seen = try #require(whole.events[middle].id)
            let rest = try await rig.events(after: seen, until: .completed(ids))
            func lossless(_ events: some Sequence<ServerEvent>) -> [ServerEvent] {
                events.filter { EventRecord.runEvents.contains($0.name) }
            }
            #expect(lossless(rest.events) == lossless(whole.events[(middle + 1)...]))
        }
    }
}
