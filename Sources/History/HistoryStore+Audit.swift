internal import GRDB
public import RigModel

extension HistoryStore: AuditArchive {
    public func audit(_ filter: AuditFilter, cursor: String?, limit: Int) async throws -> AuditPage {
        try await runs.audit(filter, cursor: cursor, limit: limit)
    }
}

extension StoredRuns {
    /// The most entries of one page.
    private static let auditLimit = 1_000

    /// What somebody asked to be changed, the latest first. `from` is within the window, `to` is not.
    public func audit(_ filter: AuditFilter, cursor: String?, limit: Int) async throws -> AuditPage {
        var conditions: [String] = []
        var values: [DatabaseValue] = []
        func add(_ condition: String, _ value: some DatabaseValueConvertible) {
            conditions.append(condition)
            values.append(value.databaseValue)
        }
        if let action = filter.action { add("action = ?", action.rawValue) }
        if let target = filter.target {
            // The detail of an order names the runs that it began.
            add("(target = ?", target)
            conditions[conditions.count - 1] += " OR action = ? AND instr(', ' || detail || ',', ?) > 0)"
            values += [AuditAction.run.rawValue.databaseValue, ", \(target),".databaseValue]
        }
        if let from = filter.from { add("at >= ?", from.nanoseconds) }
        if let to = filter.to { add("at < ?", to.nanoseconds) }
        if let cursor {
            guard let key = Int64(cursor, radix: 36) else { throw InvalidCursor(text: cursor) }
            add("key < ?", key)
        }
        let limit = min(max(1, limit), Self.auditLimit)
        let chosen = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        // One more than asked for tells whether there is a next page.
        let sql = "SELECT * FROM audit \(chosen) ORDER BY key DESC LIMIT \(limit + 1)"
        let arguments = StatementArguments(values)
        let rows = try await reader.read { database in
            try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
                (key: row["key"] as Int64, entry: try entry(in: row))
            }
        }
        let page = rows.prefix(limit)
        let next = rows.count > limit ? page.last.map { String($0.key, radix: 36) } : nil
        return AuditPage(entries: page.map(\.entry), nextCursor: next)
    }
}

private func entry(in row: Row) throws -> AuditEntry {
    AuditEntry(
        id: AuditID(row["id"] as String), at: Timestamp(nanoseconds: row["at"]), actor: row["actor"],
        action: try row.decode("action"), target: row["target"], detail: row["detail"],
        outcome: (row["refusal"] as String?).map { .refused($0) } ?? .done)
}
