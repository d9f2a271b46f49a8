internal import GRDB
internal import RigModel

extension EventRecorder {
    /// Keeps the latest of a quarantine: why, and when it ended.
    func record(_ quarantine: QuarantineRecord) throws {
        try run(
            """
            INSERT INTO quarantine (port, since, reason, endedAt) VALUES (?, ?, ?, ?)
            ON CONFLICT (port, since) DO UPDATE SET reason = excluded.reason, endedAt = excluded.endedAt
            """,
            quarantine.port.rawValue, quarantine.since.nanoseconds, quarantine.reason, quarantine.endedAt?.nanoseconds)
    }
}
