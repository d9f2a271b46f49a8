import GRDB
import RigModel
import Testing

@testable import History

@Suite(.timeLimit(.minutes(1)))
struct UpgradeTests {
    /// Writes a database as the first release left it: two runs with a step each, the second one cut off.
    private func oldDatabase(in folder: HistoryFolder) throws {
        let queue = try DatabaseQueue(path: folder.database)
        defer { try? queue.close() }
        try Schema.migrator.migrate(queue, upTo: "runs, steps and attempts")
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO serviceStart (epoch, startedAt) VALUES ('0000aaaa', 1);
                    INSERT INTO execution VALUES
                        (1, 'run-1', 1, 'client_demo', 'unit', 'unit', 'FT7DEMO1', '9f86d0', 'api', 8, 1, 2, 3, 1, 'PASS',
                            'PASS', 'SN1', 1, 'all 1 steps passed', NULL),
                        (2, 'run-2', 1, 'client_demo', 'unit', 'unit', 'FT7DEMO1', '9f86d0', 'api', 8, 4, 5, NULL, NULL,
                            NULL, NULL, NULL, NULL, NULL, NULL);
                    INSERT INTO executionPort VALUES (1, 0, 'ctl', 'FT7DEMO1-A', '/dev/ttyUSB0', 0);
                    INSERT INTO step VALUES
                        (1, 1, 0, 'TEST', 1, 0, 'rail', 'FT7DEMO1-A', 'PASS', 0, 2, 1, 'matched'),
                        (2, 2, 0, 'TEST', 1, 0, 'rail', 'FT7DEMO1-A', 'PASS', 0, 5, 1, 'matched');
                    """)
        }
    }

    @Test func aDatabaseOfTheFirstReleaseIsTakenOverWithAllItHolds() async throws {
        let folder = try HistoryFolder()
        try oldDatabase(in: folder)
        let store = try folder.store()
        #expect(store.damagedFile == nil)
        #expect(store.interrupted.map(\.request.id) == ["run-2"])

        let old = try #require(try await store.execution("run-1"))
        #expect(old.result?.verdict == .pass)
        #expect(old.request.ports.map(\.port) == ["FT7DEMO1-A"])
        #expect((old.request.priority, old.request.resources, old.request.recovers) == (0, [], nil))
        #expect(old.steps.map(\.stepID) == ["rail"])
        #expect(old.steps.map(\.hints) == [[]])
        #expect(try await store.openLeases().isEmpty)
        #expect(try await store.unrecovered().map(\.request.id) == ["run-2"])

        let run = ExampleRun(3)
        let journal = store.journal()
        try await journal.whileRunning { await journal.commit(.executionCompleted(run.result())) }
        #expect(try await folder.store().execution(run.request.id)?.result == run.result())
    }
}
