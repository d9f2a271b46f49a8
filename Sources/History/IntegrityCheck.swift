internal import Dispatch
internal import GRDB

/// Looks for damage in a database that is being opened, for a bounded time: it would have to read all of the file, which
/// may be gigabytes, and the station is to serve.
///
/// After a start that ended in order little time is given, enough for a small file. Where the last start did not, the
/// machine may have lost its power, and it is worth waiting.
struct IntegrityCheck {
    private static let limit = (
        afterOrder: DispatchTimeInterval.milliseconds(100), afterDeath: DispatchTimeInterval.seconds(2)
    )

    let pool: DatabasePool

    /// - Throws: `SQLITE_CORRUPT` with what was found first.
    func run() throws {
        let endedInOrder = try pool.read { database in
            guard try database.tableExists("serviceStart") else { return true }
            let sql = "SELECT closedAt IS NOT NULL FROM serviceStart ORDER BY key DESC LIMIT 1"
            return try Bool.fetchOne(database, sql: sql) ?? true
        }
        let alarm = DispatchWorkItem { [pool] in pool.interrupt() }
        DispatchQueue.global().asyncAfter(
            deadline: .now() + (endedInOrder ? Self.limit.afterOrder : Self.limit.afterDeath), execute: alarm)
        defer { alarm.cancel() }
        do {
            let verdict = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") ?? "no answer" }
            if verdict != "ok" { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: verdict) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            // As far as it came the file is whole.
        }
    }
}
