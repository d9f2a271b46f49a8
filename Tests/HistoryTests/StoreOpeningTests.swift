import Foundation
import GRDB
import RigModel
import Testing

@testable import History

@Suite(.timeLimit(.minutes(1)))
struct StoreOpeningTests {
    @Test func aRunThatTheServiceDidNotLiveToEndIsInterruptedAndItsStepsAreThere() async throws {
        let folder = try HistoryFolder()
        let (killed, waiting, ended) = (ExampleRun(1), ExampleRun(2), ExampleRun(3))
        let journal = try folder.store().journal()
        var copy: HistoryFolder?
        try await journal.whileRunning {
            await journal.commit(killed.started)
            await journal.commit(ended.started)
            await journal.commit(.executionCompleted(ended.result(.fail)))
            for ordinal in 0..<3 {
                await journal.commit(.stepCompleted(killed.step(ordinal, verdict: ordinal == 1 ? .warn : .pass)))
            }
            await journal.commit(waiting.queued)
            copy = try folder.copyOfThisInstant()
        }
        let left = try #require(copy)
        let now = Timestamp.example.advanced(by: .seconds(86_400))
        let store = try left.store(at: now)

        #expect(store.interrupted.map(\.request) == [killed.request, waiting.request])
        #expect(store.interrupted.allSatisfy { $0.verdict == .interrupted && $0.endedAt == now })
        #expect(store.interrupted.map(\.stepsDone) == [3, 0])
        #expect(store.interrupted.map(\.worstLevel) == [.warn, nil])
        #expect(store.interrupted.map(\.duration) == [.milliseconds(240), .zero])
        #expect(
            store.interrupted.map(\.explanation) == [
                "the service ended during this run, after step 'step_2', 3 of 8 steps done; what the unit did since is "
                    + "not known; its STOP was not seen to its end: the unit may still be powered",
                "the service ended while this run waited for its ports",
            ])
        let detail = try #require(try await store.execution(killed.request.id))
        #expect(detail.steps == [killed.step(0), killed.step(1, verdict: .warn), killed.step(2)])
        #expect(detail.result == store.interrupted[0])
        #expect(try await store.execution(ended.request.id)?.result == ended.result(.fail))

        let again = try left.store(at: now)
        #expect(again.interrupted.isEmpty, "told once")
        #expect(again.epoch != store.epoch)
    }

    @Test func aFileThatIsNoDatabaseIsKeptAsideAndAFreshOneBegun() async throws {
        let folder = try HistoryFolder()
        let junk = Data(repeating: 0x5a, count: 20_000)
        try junk.write(to: URL(fileURLWithPath: folder.database))
        let store = try folder.store()
        let aside = try #require(store.damagedFile)
        #expect(aside == folder.database + ".damaged-2026-09-01T123005Z")
        #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == junk)
        let journal = store.journal()
        try await journal.whileRunning { await journal.commit(ExampleRun(1).started) }
        #expect(try folder.readBeside("SELECT count(*) FROM execution", as: Int.self) == [1])
    }

    @Test func aDatabaseWithADamagedPageIsKeptAside() async throws {
        let folder = try HistoryFolder()
        let journal = try folder.store().journal()
        for number in 0..<200 { journal.post(ExampleRun(number).started) }
        await journal.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.database))
        let size = try file.seekToEnd()
        #expect(size > 100_000)
        for page in stride(from: UInt64(8 * 4_096), to: size, by: 4_096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xa5, count: 512))
        }
        try file.close()
        let store = try folder.store()
        #expect(store.damagedFile != nil)
        #expect(try await store.executions(ExecutionFilter(), cursor: nil, limit: 10).results.isEmpty)
    }

    @Test func twoDamagedFilesOfOneSecondAreBothKept() throws {
        let folder = try HistoryFolder()
        for _ in 0..<2 {
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder.database + suffix) }
            try Data("not a database, not at all, really not".utf8).write(to: URL(fileURLWithPath: folder.database))
            _ = try folder.store()
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.contains("portpool.db.damaged-2026-09-01T123005Z"))
        #expect(names.contains("portpool.db.damaged-2026-09-01T123005Z-2"))
    }

    @Test func aNewerDatabaseIsRefusedAndNotTouched() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        try await store.pool.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('from the future')") }
        try store.pool.close()
        #expect(throws: HistoryError.newerSchema(path: folder.database)) { try folder.store() }
        #expect(FileManager.default.fileExists(atPath: folder.database))
    }

    @Test func aFolderThatIsNotThereIsNamedInTheError() throws {
        #expect(
            throws: HistoryError.cannotOpen(path: "/nonexistent/portpool.db", reason: "unable to open database file")
        ) { try HistoryStore(path: "/nonexistent/portpool.db", now: .example) }
    }
}
