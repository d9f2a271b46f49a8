internal import GRDB
public import RigModel

extension HistoryStore: AlertArchive {
    public func openAlerts() async throws -> [Alert] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM alert WHERE resolvedAt IS NULL ORDER BY id").map(alert)
        }
    }

    public func storedAlert(_ id: AlertID) async throws -> Alert? {
        try await pool.read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM alert WHERE id = ?", arguments: [id.rawValue]).map(alert)
        }
    }

    public func alerts(_ filter: AlertFilter, limit: Int) async throws -> [Alert] {
        try await runs.alerts(filter, limit: limit)
    }
}

extension StoredRuns {
    /// Alerts of some states, the latest first.
    public func alerts(_ filter: AlertFilter, limit: Int) async throws -> [Alert] {
        let states = filter.states.map { state in
            switch state {
            case .firing: "(resolvedAt IS NULL AND acknowledgedAt IS NULL)"
            case .acknowledged: "(resolvedAt IS NULL AND acknowledgedAt IS NOT NULL)"
            case .resolved: "resolvedAt IS NOT NULL"
            }
        }
        guard !states.isEmpty else { return [] }
        let page = filter.before == nil ? "" : "AND id < ?"
        return try await reader.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM alert WHERE (\(states.sorted().joined(separator: " OR "))) \(page)
                    ORDER BY id DESC LIMIT \(max(0, limit))
                    """, arguments: StatementArguments([filter.before?.rawValue].compactMap(\.self))
            ).map(alert)
        }
    }
}

private func alert(in row: Row) throws -> Alert {
    let acknowledgedAt = row["acknowledgedAt"] as Int64?
    let resolvedAt = row["resolvedAt"] as Int64?
    return Alert(
        id: AlertID(row["id"] as String),
        key: AlertKey(rule: try row.decode("rule"), subject: row["subject"]), severity: try row.decode("severity"),
        summary: row["summary"], firedAt: Timestamp(nanoseconds: row["firedAt"]),
        lastAt: Timestamp(nanoseconds: row["lastAt"]), count: row["count"],
        bib: (row["bib"] as String?).map { BIBID($0) },
        instance: (row["instance"] as String?).map { UUTInstanceID($0) },
        execution: (row["execution"] as String?).map { ExecutionID($0) },
        acknowledgement: acknowledgedAt.map {
            Alert.Acknowledgement(at: Timestamp(nanoseconds: $0), by: row["acknowledgedBy"])
        },
        resolution: resolvedAt.map {
            Alert.Resolution(at: Timestamp(nanoseconds: $0), because: row["resolvedBecause"])
        })
}
