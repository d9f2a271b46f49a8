import APIClient
import Foundation
import RigModel

/// Events of a stream, in the order they came.
struct EventRecord: Sendable {
    private(set) var events: [ServerEvent] = []
    /// Of each run, without the lines of its log.
    private(set) var runs: [ExecutionID: [ServerEvent]] = [:]

    private struct Subject: Decodable { let executionId: ExecutionID? }
    static let runEvents: Set = [
        "ExecutionQueued", "ExecutionStarted", "PhaseStarted", "StepCompleted", "ExecutionCompleted",
    ]

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

    /// Places in the order of the station, of those that have one.
    func positions() throws -> [EventPosition] {
        try events.compactMap(\.id).map { id in
            guard let position = EventPosition(id) else { throw NotInTime(description: "'\(id)' is no position") }
            return position
        }
    }
}

/// Until when a stream is read.
enum StreamEnd {
    case completed(Set<ExecutionID>)
    /// Each of the runs has done a step of TEST.
    case inTest(Set<ExecutionID>)
    /// The service says that it is going.
    case bye

    func isReached(_ record: EventRecord) -> Bool {
        switch self {
        case .completed(let ids): ids.allSatisfy { record.names(of: $0).last == "ExecutionCompleted" }
        case .inTest(let ids):
            ids.allSatisfy { id in
                (try? record.steps(of: id).contains { $0.phase == .test }) == true
            }
        case .bye: record.events.last?.name == "bye"
        }
    }
}

extension StationRig {
    /// Reads the stream behind a position.
    func events(after position: String, until end: StreamEnd) async throws -> EventRecord {
        var record = EventRecord()
        try await client.events(query: [("after", position)]) { event in
            try record.take(event)
            return !end.isReached(record)
        }
        guard end.isReached(record) else {
            throw NotInTime(description: "the stream ended early, with \(record.events.last?.name ?? "nothing")")
        }
        return record
    }
}
