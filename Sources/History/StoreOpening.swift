internal import GRDB
internal import Glibc
internal import RigModel

/// Brings a database file to where events can be written: whole, of this schema, and with no run left open.
struct StoreOpening {
    struct Opened {
        var pool: DatabasePool
        var epoch: String
        var serviceStart: Int64
        var interrupted: [ExecutionResult]
        var damagedFile: String?
    }

    let path: String
    let now: Timestamp
    let onStatement: (@Sendable (String) -> Void)?

    func open() throws(HistoryError) -> Opened {
        do {
            return try openWhole()
        } catch let error as DatabaseError where error.meansDamage {
            let aside = try DamagedFile(path: path).setAside(at: now)
            do {
                var opened = try openWhole()
                opened.damagedFile = aside
                return opened
            } catch {
                throw historyError(error)
            }
        } catch {
            throw historyError(error)
        }
    }

    private func historyError(_ error: any Error) -> HistoryError {
        error as? HistoryError ?? .cannotOpen(path: path, reason: StoreTrouble.cause(of: error))
    }

    private func openWhole() throws -> Opened {
        let pool = try DatabasePool(path: path, configuration: configuration)
        do {
            try IntegrityCheck(pool: pool).run()
            try pool.read { database in
                if try Schema.migrator.hasBeenSuperseded(database) { throw HistoryError.newerSchema(path: path) }
            }
            try Schema.migrator.migrate(pool)
            return try pool.writeWithoutTransaction { database in
                // A power cut must not bring back an open run that was told to be interrupted, nor an epoch.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // A connection that stayed in FULL would be slower, and nothing else.
                defer { try? database.execute(sql: "PRAGMA synchronous = NORMAL") }
                var opened: Opened?
                try database.inTransaction(.immediate) {
                    let epoch = Self.newEpoch()
                    try database.execute(
                        sql: "INSERT INTO serviceStart (epoch, startedAt) VALUES (?, ?)",
                        arguments: [epoch, now.nanoseconds])
                    let serviceStart = database.lastInsertedRowID
                    let interrupted = try Interruption(database: database, serviceStart: serviceStart, now: now)
                        .endAll()
                    opened = Opened(pool: pool, epoch: epoch, serviceStart: serviceStart, interrupted: interrupted)
                    return .commit
                }
                guard let opened else { preconditionFailure("a transaction committed without having run") }
                return opened
            }
        } catch {
            // The first error is the one to tell.
            try? pool.close()
            throw error
        }
    }

    private var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "history"
        // The command line may read beside the service; a checkpoint then waits for it.
        configuration.busyMode = .timeout(1)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { [onStatement] database in
            if let onStatement {
                database.trace { event in
                    if case .statement(let statement) = event { onStatement(statement.sql) }
                }
            }
        }
        return configuration
    }

    /// 40 random bits in Crockford's base 32.
    private static func newEpoch() -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String((0..<8).map { _ in alphabet[Int.random(in: 0..<32)] })
    }
}

extension DatabaseError {
    fileprivate var meansDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
