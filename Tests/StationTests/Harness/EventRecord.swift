import APIClient
import Foundation
import RigModel
import Support

/// Events of a stream, in the order they came.
struct EventRecord: Sendable {
    private(set) var events: [ServerEvent] = []
    /// Of each run, without the lines of its log.
    private(set) var runs: [ExecutionID: [ServerEvent]] = [:]

    private struct Subject: Decodable { let executionId: ExecutionID? }
    static let runEvents: Set = [
        "ExecutionQueued", "ExecutionStarted", "PhaseStarted", "StepCompleted", "ExecutionCompleted",
    ]

    private static let placeless: Set = ["MetricsUpdated", "heartbeat", "gap", "bye"]

    mutating func take(_ event: ServerEvent) throws {
        events.append(event)
        guard Self.runEvents.contains(event.name), let id = try APIClient.decode(Subject.self, event).executionId else {
            return
        }
        runs[id, default: []].append(event)
    }

    func names(of run: ExecutionID) -> [String] { runs[run]?.map(\.name) ?? [] }

    func steps(of run: ExecutionID) throws -> [API.Step] {
        try (runs[run] ?? []).filter { $0.name == "StepCompleted" }.map { try APIClient.decode(API.Step.self, $0) }
    }

    func phases(of run: ExecutionID) throws -> [Phase] {
        try (runs[run] ?? []).filter { $0.name == "PhaseStarted" }
            .map { try APIClient.decode(API.PhaseStarted.self, $0).phase }
    }

    /// Places in the order of the station, of those events that have one: the others carry the place of the one before.
    func positions() throws -> [EventPosition] {
        try events.filter { !Self.placeless.contains($0.name) }.compactMap(\.id).map { id in
            guard let position = EventPosition(id) else { throw NotInTime(description: "'\(id)' is no position") }
            return position
        }
    }
}
