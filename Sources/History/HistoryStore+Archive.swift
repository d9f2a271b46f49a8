internal import GRDB
public import RigModel

extension HistoryStore: ExecutionArchive {
    /// The most runs of one page.
    private static let pageLimit = 1_000

    /// Finished runs, the one that ended last first. `from` is within the window, `to` is not; both mean the end of the
    /// run. A unit is named by its id, which finds it on every board, or by the id of one instance.
    public func executions(_ filter: ExecutionFilter, cursor: String?, limit: Int) async throws -> ExecutionPage {
        let start = try cursor.map(PageCursor.init(parsing:))
        let limit = min(max(1, limit), Self.pageLimit)
        let query = ExecutionQuery(filter: filter, after: start)
        let rows = try await pool.read { database in
            // One more than asked for tells whether there is a next page.
            try ExecutionRow.fetch(database, query.tail(limit: limit + 1), query.arguments).map { ($0.key, $0.result) }
        }
        let page = rows.prefix(limit)
        let next = page.last.flatMap { key, result in
            result.map { PageCursor(endedAt: $0.endedAt, key: key).description }
        }
        return ExecutionPage(results: page.compactMap(\.1), nextCursor: rows.count > limit ? next : nil)
    }

    public func execution(_ id: ExecutionID) async throws -> ExecutionDetail? {
        try await pool.read { database in
            guard let execution = try ExecutionRow.fetch(database, "WHERE id = ?", [id.rawValue]).first else {
                return nil
            }
            return ExecutionDetail(
                request: execution.request, startedAt: execution.startedAt, result: execution.result,
                steps: try StepRows(database: database).steps(of: execution))
        }
    }

    /// `from` is within the window, `to` is not.
    public func figures(from: Timestamp, to: Timestamp) async throws -> ExecutionFigures {
        let counts = try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT verdict, COUNT(*) AS count, SUM(duration) AS duration FROM execution
                    WHERE endedAt >= ? AND endedAt < ? GROUP BY verdict
                    """, arguments: [from.nanoseconds, to.nanoseconds]
            ).compactMap { row in
                Verdict(rawValue: row["verdict"]).map { ($0, row["count"] as Int, row["duration"] as Int64) }
            }
        }
        var figures = ExecutionFigures(count: 0, good: 0, bad: 0, errors: 0, averageDuration: nil)
        var judgedDuration: Int64 = 0
        for (verdict, count, duration) in counts {
            figures.count += count
            if verdict == .error { figures.errors += count }
            switch verdict.yield {
            case .good: figures.good += count
            case .bad: figures.bad += count
            case .notCounted: continue
            }
            judgedDuration += duration
        }
        let judged = figures.good + figures.bad
        if judged > 0 { figures.averageDuration = .nanoseconds(judgedDuration / Int64(judged)) }
        return figures
    }
}
