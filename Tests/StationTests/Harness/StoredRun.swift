import Foundation
import GRDB
import RigModel

/// A run as it is on disk, read beside the service or after it.
struct StoredRun: Sendable, Hashable {
    let id: ExecutionID
    /// nil while it goes on.
    let verdict: Verdict?
    let steps: [Step]

    struct Step: Sendable, Hashable {
        let id: String
        let verdict: Verdict?
        /// By all its attempts together.
        let received: [UInt8]
    }

    /// All runs that a store holds.
    static func all(in database: String) throws -> [ExecutionID: StoredRun] {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        return try DatabaseQueue(path: database, configuration: configuration).read { database in
            var runs: [ExecutionID: StoredRun] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT key, id, verdict FROM execution") {
                let id = ExecutionID(row["id"])
                let verdict = (row["verdict"] as String?).flatMap(Verdict.init(rawValue:))
                runs[id] = StoredRun(id: id, verdict: verdict, steps: try steps(of: row["key"], database))
            }
            return runs
        }
    }

    private static func steps(of key: Int64, _ database: Database) throws -> [Step] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT key, id, verdict FROM step WHERE execution = ? ORDER BY ordinal", arguments: [key])
        return try rows.map { row in
            let received = try Data?.fetchAll(
                database, sql: "SELECT received FROM attempt WHERE step = ? ORDER BY number", arguments: [row["key"]])
            return Step(
                id: row["id"], verdict: Verdict(rawValue: row["verdict"]),
                received: received.flatMap { Array($0 ?? Data()) })
        }
    }
}
