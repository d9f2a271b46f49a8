internal import GRDB
internal import RigModel

/// One group of events, written on the writer's connection.
struct EventTransaction {
    let database: Database
    let serviceStart: Int64

    /// - Parameter keys: what is known of runs that go on; learns of rows that were committed, and of no others.
    /// - Returns: descriptions of events that can never be stored, with the reason.
    func write(_ events: [NumberedEvent], keys: inout RunKeys) throws -> [String] {
        do {
            var recorder = EventRecorder(database: database, serviceStart: serviceStart, keys: keys)
            try database.inTransaction(.immediate) {
                // By index: a loop over the events would copy each of them.
                for index in events.indices { try recorder.record(events[index].event) }
                return .commit
            }
            keys = recorder.keys
            return []
        } catch  where error.blamesTheEvent {
            return try writeOneByOne(events)
        }
    }

    /// Leaves out what made the group fail, rather than lose all of it for ever.
    private func writeOneByOne(_ events: [NumberedEvent]) throws -> [String] {
        var refused: [String] = []
        try database.inTransaction(.immediate) {
            for event in events {
                do {
                    try database.inSavepoint {
                        // A new one for each, since what it learns is rolled back with the event.
                        var recorder = EventRecorder(database: database, serviceStart: serviceStart)
                        try recorder.record(event.event)
                        return .commit
                    }
                } catch  where error.blamesTheEvent {
                    refused.append("\(event.event.name) \(event.sequence): \(error)")
                }
            }
            return .commit
        }
        return refused
    }
}

extension Error {
    /// Whether the same event would fail again on a disk that is well.
    fileprivate var blamesTheEvent: Bool {
        guard let error = self as? DatabaseError else { return true }
        return switch error.resultCode {
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE: true
        default: false
        }
    }
}
