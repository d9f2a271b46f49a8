import GRDB
import RigModel
import Testing

@testable import History

@Suite(.timeLimit(.minutes(1))) struct QuarantineArchiveTests {
    private func record(_ port: PortID, _ reason: String = "bent pin", after seconds: Int = 0) -> QuarantineRecord {
        QuarantineRecord(port: port, reason: reason, since: .example.advanced(by: .seconds(seconds)))
    }

    @Test func whatStandsComesBackAsItWasLastToldAndWhatEndedDoesNot() async throws {
        let folder = try HistoryFolder()
        let journal = try folder.store().journal()
        try await journal.whileRunning {
            await journal.commit(.quarantineChanged(record("FT7B-A")))
            await journal.commit(.quarantineChanged(record("FT7A-A")))
            await journal.commit(.quarantineChanged(record("FT7A-A", "burnt")))
            var over = record("FT7C-A")
            await journal.commit(.quarantineChanged(over))
            over.endedAt = .example.advanced(by: .seconds(9))
            await journal.commit(.quarantineChanged(over))
            // As after a SIGKILL.
            let left = try await folder.copyOfThisInstant().store().standingQuarantines()
            #expect(left == [record("FT7A-A", "burnt"), record("FT7B-A")])
            await journal.commit(.quarantineChanged(record("FT7C-A", "again", after: 60)))
            #expect(
                try await folder.copyOfThisInstant().store().standingQuarantines().map(\.reason)
                    == ["burnt", "bent pin", "again"])
        }
        #expect(
            try folder.readBeside("SELECT count(*) FROM quarantine WHERE port = 'FT7C-A'", as: Int.self) == [2],
            "each time that a port was out of use is kept")
    }

    @Test func aDatabaseOfTheSchemaBeforeIsTakenOver() async throws {
        let folder = try HistoryFolder()
        let queue = try DatabaseQueue(path: folder.database)
        try Schema.migrator.migrate(queue, upTo: "leases, hints, resources and recovery")
        try await queue.write {
            try $0.execute(
                sql: """
                    INSERT INTO lease VALUES (1, 'held', 'ann', 'r', 0, 1, 9000000000000000000, 60000000000, 1, NULL, NULL);
                    INSERT INTO leaseTarget VALUES (1, 'port', 0, 'FT7A-A');
                    """)
        }
        try queue.close()
        let store = try folder.store()
        #expect(store.damagedFile == nil)
        #expect(try await store.openLeases().map(\.ports) == [["FT7A-A"]])
        #expect(try await store.standingQuarantines() == [])
        let journal = store.journal()
        try await journal.whileRunning { await journal.commit(.quarantineChanged(record("FT7A-A"))) }
        #expect(try await folder.store().standingQuarantines() == [record("FT7A-A")])
    }
}
