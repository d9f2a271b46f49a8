internal import GRDB
internal import RigModel

/// One group of events, written on the writer's connection.
struct EventTransaction {
    let database: Database
    let serviceStart: Int64

    /// - Returns: descriptions of events that can never be stored, with the reason.
    func write(_ events: [NumberedEvent]) throws -> [String] {
        let recorder = EventRecorder(database: database, serviceStart: serviceStart)
        do {
            try database.inTransaction(.immediate) {
                for event in events { try recorder.record(event.event) }
                return .commit
            }
            return []
        } catch  where error.blamesTheEvent {
            return try writeOneByOne(events, recorder)
        }
    }

    /// Leaves out what made the group fail, rather than lose all of it for ever.
    private func writeOneByOne(_ events: [NumberedEvent], _ recorder: EventRecorder) throws -> [String] {
        var refused: [String] = []
        try database.inTransaction(.immediate) {
            for event in events {
                do {
                    try database.inSavepoint {
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
