internal import GRDB
public import RigModel

/// The station's database: every run, step and attempt since it was set up.
///
/// One process at a time: whoever opens it must hold the state folder, for what another process has under way would be
/// taken for interrupted.
public final class HistoryStore: Sendable {
    /// Names this start of the service; never the same twice in one database.
    public let epoch: String
    /// The runs that the last service left behind unfinished, now INTERRUPTED.
    public let interrupted: [ExecutionResult]
    /// Where a damaged database was moved to; nil where there was none.
    public let damagedFile: String?

    let pool: DatabasePool
    private let serviceStart: Int64

    /// Opens the database of a path, or makes it.
    ///
    /// A damaged one is moved aside under the name `<file>.damaged-<time>`, and a fresh one is begun.
    /// - Parameter now: goes into the records of runs that were interrupted.
    public convenience init(path: String, now: Timestamp) throws(HistoryError) {
        try self.init(path: path, now: now, onStatement: nil)
    }

    /// - Parameter onStatement: sees every statement of every connection.
    init(
        path: String, now: Timestamp, onStatement: (@Sendable (String) -> Void)?
    ) throws(HistoryError) {
        let opening = try StoreOpening(path: path, now: now, onStatement: onStatement).open()
        pool = opening.pool
        epoch = opening.epoch
        serviceStart = opening.serviceStart
        interrupted = opening.interrupted
        damagedFile = opening.damagedFile
    }

    /// Writes all of the events that are stored ones, or none.
    ///
    /// - Parameter isDurable: the disk itself has them when this returns; otherwise they outlive this process only.
    /// - Returns: what the database would never take, whatever the state of the disk, and why; the others are stored.
    func write(_ events: [NumberedEvent], isDurable: Bool) async throws -> [String] {
        // Not GRDB's async `write`, which a cancellation of the calling task would undo.
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [serviceStart] database in
                continuation.resume(
                    with: Result {
                        let transaction = EventTransaction(database: database, serviceStart: serviceStart)
                        return try transaction.write(events, isDurable: isDurable)
                    })
            }
        }
    }

    /// Moves everything into the database file itself and lets go of it. What fails here is done at the next start.
    func close(at now: Timestamp) async throws {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [serviceStart] database in
                continuation.resume(
                    with: Result {
                        try database.execute(
                            sql: "UPDATE serviceStart SET closedAt = ? WHERE key = ?",
                            arguments: [now.nanoseconds, serviceStart])
                        try database.checkpoint(.truncate)
                    })
            }
        }
        try pool.close()
    }
}
