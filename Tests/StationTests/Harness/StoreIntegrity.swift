import GRDB

/// Whether a store that nobody works on is whole.
enum StoreIntegrity {
    /// What SQLite finds wrong with the file, and tables with rows that belong to none; empty where all is well.
    static func faults(in database: String) throws -> [String] {
        try DatabaseQueue(path: database).read { database in
            let found = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            return try found + String.fetchAll(database, sql: "PRAGMA foreign_key_check")
        }
    }
}
