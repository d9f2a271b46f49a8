internal import GRDB
public import RigModel

extension HistoryStore: QuarantineArchive {
    public func standingQuarantines() async throws -> [QuarantineRecord] {
        try await pool.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM quarantine WHERE endedAt IS NULL ORDER BY port, since").map {
                QuarantineRecord(
                    port: PortID($0["port"] as String), reason: $0["reason"],
                    since: Timestamp(nanoseconds: $0["since"]))
            }
        }
    }
}
