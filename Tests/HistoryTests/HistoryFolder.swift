import Foundation
import GRDB
import Logging
import RigModel

@testable import History

/// A store in a folder of its own, which goes with it.
final class HistoryFolder: Sendable {
    let path: String
    var database: String { "\(path)/portpool.db" }

    init() throws {
        path = NSTemporaryDirectory() + "history-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func store(
        at now: Timestamp = .example, onStatement: (@Sendable (String) -> Void)? = nil,
        sync: @escaping WriteAheadLog.Sync = { fdatasync($0) }
    ) throws -> HistoryStore {
        try HistoryStore(path: database, now: now, onStatement: onStatement, sync: sync)
    }

    /// Opens the file as another process would, beside the service.
    func readBeside<Value>(_ sql: String, as type: Value.Type = Value.self) throws -> [Value]
    where Value: DatabaseValueConvertible {
        let queue = try DatabaseQueue(path: database)
        defer { try? queue.close() }
        return try queue.read { try Value.fetchAll($0, sql: sql) }
    }

    /// What a power cut or SIGKILL at this instant would leave, in a folder of its own.
    func copyOfThisInstant() throws -> HistoryFolder {
        let copy = try HistoryFolder()
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: database + suffix) {
            try FileManager.default.copyItem(atPath: database + suffix, toPath: copy.database + suffix)
        }
        return copy
    }
}

extension HistoryStore {
    func journal(
        _ consumers: [any EventConsumer] = [], endurance: EventJournal.Endurance = EventJournal.Endurance(),
        onTrouble: @escaping @Sendable ([String]) -> Void = { _ in }
    ) -> EventJournal {
        EventJournal(
            store: self, consumers: consumers, clocks: Clocks { .example },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, endurance: endurance, onTrouble: onTrouble)
    }
}

extension HistoryStore {
    func write(_ events: [RigEvent], keys: inout RunKeys) throws -> [String] {
        try write(
            zip(1..., events).map { NumberedEvent(sequence: $0, at: .example, event: $1) }, keys: &keys)
    }

    /// As one who knows of no run yet.
    func write(_ events: [RigEvent]) throws -> [String] {
        var keys = RunKeys()
        return try write(events, keys: &keys)
    }

    /// Fails every write from now on, as a full disk does.
    func fillDisk() async throws {
        try await pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    func freeDisk() async throws {
        try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    }
}

extension EventJournal {
    /// Runs the journal while `body` does, and closes it.
    func whileRunning(_ body: () async throws -> Void) async throws {
        async let running: Void = run()
        do {
            try await body()
        } catch {
            await close()
            await running
            throw error
        }
        await close()
        await running
    }
}

extension Timestamp {
    /// 2026-09-01T12:30:05Z.
    static let example = Timestamp(nanoseconds: 1_788_265_805_000_000_000)
}
