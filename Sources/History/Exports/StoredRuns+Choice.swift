internal import GRDB
public import RigModel

/// Which runs there are, without all that they hold.
extension StoredRuns {
    /// The last ended runs of a filter, the one that ended last first.
    public func last(_ filter: ExecutionFilter, limit: Int) async throws -> [ExecutionResult] {
        let query = ExecutionQuery(filter: filter, after: nil)
        return try await reader.read { database in
            try ExecutionRow.fetch(database, query.tail(limit: limit), query.arguments).compactMap(\.result)
        }
    }

    /// Those of the ids that no run has, in their order.
    public func unknown(_ ids: [ExecutionID]) async throws -> [ExecutionID] {
        try await reader.read { database in
            try ids.filter { id in
                try Row.fetchOne(database, sql: "SELECT 1 FROM execution WHERE id = ?", arguments: [id.rawValue]) == nil
            }
        }
    }
}
