internal import GRDB
public import RigModel

extension HistoryStore: LeaseArchive {
    /// In the order of asking.
    public func openLeases() async throws -> [LeaseRecord] {
        try await pool.read { database in
            let targets = try database.cachedStatement(
                sql: "SELECT name FROM leaseTarget WHERE lease = ? AND kind = ? ORDER BY position")
            return try Row.fetchAll(database, sql: "SELECT * FROM lease WHERE endedAt IS NULL ORDER BY key").map {
                row in
                let key: Int64 = row["key"]
                func names(_ kind: LeaseTarget) throws -> [String] {
                    try String.fetchAll(targets, arguments: [key, kind.rawValue])
                }
                let held = row["heldSince"] as Int64?
                return LeaseRecord(
                    id: LeaseID(row["id"] as String), owner: row["owner"], reason: row["reason"],
                    ports: try names(.port).map { PortID($0) }, resources: try names(.resource).map { ResourceID($0) },
                    priority: row["priority"], requestedAt: Timestamp(nanoseconds: row["requestedAt"]),
                    deadline: Timestamp(nanoseconds: row["deadline"]),
                    heartbeatEvery: .nanoseconds(row["heartbeatEvery"] as Int64),
                    state: try held.map { .held(since: Timestamp(nanoseconds: $0)) }
                        ?? .waiting(for: try names(.blocker)))
            }
        }
    }
}
