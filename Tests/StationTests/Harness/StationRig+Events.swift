import APIClient
import Support

extension StationRig {
    /// Reads the stream behind a position.
    func events(after position: String, until end: StreamEnd) async throws -> EventRecord {
        let reading = Reading(end)
        try await client.events(query: [("after", position)]) { try await reading.take($0) }
        let record = await reading.record
        guard end.isReached(record) else {
            throw NotInTime(description: "the stream ended early, with \(record.events.last?.name ?? "nothing")")
        }
        return record
    }
}

private actor Reading {
    private(set) var record = EventRecord()
    private let end: StreamEnd

    init(_ end: StreamEnd) { self.end = end }

    /// - Returns: whether more is wanted.
    func take(_ event: ServerEvent) throws -> Bool {
        try record.take(event)
        return !end.isReached(record)
    }
}
