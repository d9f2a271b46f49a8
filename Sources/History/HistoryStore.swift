internal import GRDB
internal import Glibc
public import RigModel
internal import Threads

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

    /// There was no database at the path, nor a damaged one.
    public let isNew: Bool

    let pool: DatabasePool
    let log: WriteAheadLog
    private let serviceStart: Int64
    /// Where the tasks run that block on the disk: one writes, one syncs meanwhile.
    let writeThread: TaskThread
    let syncThread: TaskThread

    /// Opens the database of a path, or makes it.
    ///
    /// A damaged one is moved aside under the name `<file>.damaged-<time>`, and a fresh one is begun.
    /// - Parameter now: goes into the records of runs that were interrupted.
    public convenience init(path: String, now: Timestamp) throws(HistoryError) {
        try self.init(path: path, now: now, onStatement: nil, sync: { fdatasync($0) })
    }

    /// - Parameters:
    ///   - onStatement: sees every statement of every connection.
    ///   - sync: brings a file to the disk.
    init(
        path: String, now: Timestamp, onStatement: (@Sendable (String) -> Void)?, sync: @escaping WriteAheadLog.Sync
    ) throws(HistoryError) {
        let wasThere = access(path, F_OK) == 0
        let opening = try StoreOpening(path: path, now: now, onStatement: onStatement).open()
        log = try WriteAheadLog(of: path, sync: sync)
        do throws(ThreadError) {
            writeThread = try TaskThread(name: "store-write")
            syncThread = try TaskThread(name: "store-sync")
        } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
        pool = opening.pool
        epoch = opening.epoch
        serviceStart = opening.serviceStart
        interrupted = opening.interrupted
        damagedFile = opening.damagedFile
        isNew = !wasThere
    }

    /// Writes all of the events that are stored ones, or none. They outlive this process; for what is to outlive a power
    /// cut the log is to be synced. Blocks on the disk.
    /// - Parameter keys: the writer's, handed in again with the next events.
    /// - Returns: what the database would never take, whatever the state of the disk, and why; the others are stored.
    func write(_ events: [NumberedEvent], keys: inout RunKeys) throws -> [String] {
        guard !events.isEmpty else { return [] }
        return try pool.writeWithoutTransaction { database in
            try EventTransaction(database: database, serviceStart: serviceStart).write(events, keys: &keys)
        }
    }

    /// Brings all that was committed to the disk after a sync has failed: from the kernel's memory, where it still is, into
    /// the database file, and that to the disk. What the failed sync was to write cannot be synced again, since the
    /// kernel takes it for written. Blocks on the disk.
    func rescue() throws { try pool.writeWithoutTransaction { _ = try $0.checkpoint(.full) } }

    /// Moves everything into the database file itself and lets go of it. What fails here is done at the next start.
    func close(at now: Timestamp) async throws {
        try await onWriter { [serviceStart] database in
            try database.execute(
                sql: "UPDATE serviceStart SET closedAt = ? WHERE key = ?", arguments: [now.nanoseconds, serviceStart])
            try database.checkpoint(.truncate)
        }
        try pool.close()
    }

    /// Not GRDB's async `write`, which a cancellation of the calling task would undo.
    private func onWriter<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { database in
                continuation.resume(with: Result { try work(database) })
            }
        }
    }
}
