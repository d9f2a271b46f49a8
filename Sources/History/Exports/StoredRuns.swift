internal import GRDB
internal import Glibc
public import RigModel

/// The runs of a store, read oldest first and a few at a time, whether or not a service writes to the file meanwhile.
///
/// A reader beside the service is safe: the store is in WAL mode, where readers and the writer do not wait for each
/// other, and no read here lasts longer than one run.
public final class StoredRuns: Sendable {
    /// Runs whose rows are read at once; their steps are read one run at a time.
    private static let page = 64
    let reader: any DatabaseReader

    /// Opens the file of a store to read it, and only that.
    public init(path: String) throws(StoredRunsError) {
        guard access(path, F_OK) == 0 else { throw .noStore(path: path) }
        var configuration = Configuration()
        configuration.label = "history-reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let queue: DatabaseQueue
        do { queue = try DatabaseQueue(path: path, configuration: configuration) } catch {
            throw .cannotRead(path: path, reason: StoreTrouble.cause(of: error))
        }
        let version: (isNewer: Bool, isComplete: Bool)
        do {
            version = try queue.read { database in
                (try Schema.migrator.hasBeenSuperseded(database), try Schema.migrator.hasCompletedMigrations(database))
            }
        } catch { throw .cannotRead(path: path, reason: StoreTrouble.cause(of: error)) }
        guard !version.isNewer, version.isComplete else { throw .otherVersion(path: path, isNewer: version.isNewer) }
        reader = queue
    }

    init(_ reader: any DatabaseReader) { self.reader = reader }

    /// One run with its steps; nil where no run has the id.
    public func run(_ id: ExecutionID) async throws -> ExecutionDetail? {
        try await reader.read { database in
            guard let row = try ExecutionRow.fetch(database, "WHERE id = ?", [id.rawValue]).first else { return nil }
            return try Self.detail(row, database)
        }
    }

    /// Hands over the ended runs of a filter, the one that ended first first; those that end meanwhile are left out.
    public func forEach(_ filter: ExecutionFilter, _ body: (ExecutionDetail) async throws -> Void) async throws {
        let last = try await reader.read { try Int64.fetchOne($0, sql: "SELECT MAX(key) FROM execution") }
        guard let last else { return }
        var cursor: PageCursor?
        while true {
            let query = ExecutionQuery(filter: filter, after: cursor, order: .oldestFirst(upTo: last))
            let keys = try await reader.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT endedAt, key FROM execution \(query.tail(limit: Self.page))",
                    arguments: query.arguments
                ).map { PageCursor(endedAt: Timestamp(nanoseconds: $0["endedAt"]), key: $0["key"]) }
            }
            for place in keys {
                let detail = try await reader.read { database in
                    try ExecutionRow.fetch(database, "WHERE key = ?", [place.key]).first
                        .map { try Self.detail($0, database) }
                }
                // It may have been deleted just now, by retention.
                if let detail { try await body(detail) }
            }
            guard let end = keys.last, keys.count == Self.page else { return }
            cursor = end
        }
    }

    /// Whether no ended run fits a filter.
    public func isEmpty(_ filter: ExecutionFilter) async throws -> Bool {
        let query = ExecutionQuery(filter: filter, after: nil)
        return try await reader.read { database in
            try Row.fetchOne(
                database, sql: "SELECT 1 FROM execution \(query.tail(limit: 1))", arguments: query.arguments) == nil
        }
    }

    /// Lets go of the file.
    public func close() throws { try reader.close() }

    private static func detail(_ row: ExecutionRow, _ database: Database) throws -> ExecutionDetail {
        ExecutionDetail(
            request: row.request, startedAt: row.startedAt, result: row.result,
            steps: try StepRows(database: database).steps(of: row))
    }
}

extension HistoryStore {
    /// The runs of this store, for reports.
    public var runs: StoredRuns { StoredRuns(pool) }
}
