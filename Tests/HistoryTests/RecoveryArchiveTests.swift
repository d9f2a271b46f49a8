import RigModel
import Testing

@testable import History

@Suite(.timeLimit(.minutes(1)))
struct RecoveryArchiveTests {
    /// A service that lives as long as `body` and is then killed; what it left is in the folder that is returned.
    private func life(
        in folder: HistoryFolder, _ body: (EventJournal) async throws -> Void
    ) async throws -> HistoryFolder {
        let journal = try folder.store().journal()
        var left: HistoryFolder?
        try await journal.whileRunning {
            try await body(journal)
            left = try folder.copyOfThisInstant()
        }
        return try #require(left)
    }

    private func recovery(_ number: Int, of run: ExampleRun) -> ExampleRun {
        var recovery = ExampleRun(number)
        recovery.request.recovers = run.request.id
        recovery.request.origin = "recovery"
        return recovery
    }

    private func unrecovered(_ folder: HistoryFolder) async throws -> [ExecutionID] {
        try await folder.store().unrecovered().map(\.request.id)
    }

    @Test func aRunThatWasCutOffIsTakenCareOfOnce() async throws {
        let (cutOff, other, waiting) = (ExampleRun(1), ExampleRun(2, uut: "other"), ExampleRun(3, uut: "third"))
        let killed = try await life(in: HistoryFolder()) { journal in
            await journal.commit(cutOff.started)
            await journal.commit(other.started)
            await journal.commit(.executionCompleted(other.result()))
            await journal.commit(waiting.queued)
        }
        let store = try killed.store()
        #expect(try await store.unrecovered().map(\.request) == [cutOff.request])
        #expect(try await store.unrecovered().map(\.verdict) == [.interrupted])
        try await store.close(at: .example)
        #expect(try await unrecovered(killed) == [cutOff.request.id], "a start that did nothing changes nothing")

        let recovery = recovery(4, of: cutOff)
        let recovered = try await life(in: killed) { journal in
            await journal.commit(recovery.queued)
            let wanting = try await journal.store.unrecovered()
            #expect(wanting.isEmpty, "one is under way")
            await journal.commit(recovery.started)
            await journal.commit(.executionCompleted(recovery.result()))
            let stored = try await journal.store.execution(recovery.request.id)
            #expect(stored?.request == recovery.request)
        }
        #expect(try await unrecovered(recovered) == [])
    }

    @Test func aRecoveryThatWasCutOffIsTakenUpAgain() async throws {
        let cutOff = ExampleRun(1)
        let (waiting, begun, failed) = (recovery(2, of: cutOff), recovery(3, of: cutOff), recovery(4, of: cutOff))
        var folder = try await life(in: HistoryFolder()) { await $0.commit(cutOff.started) }
        folder = try await life(in: folder) { await $0.commit(waiting.queued) }
        #expect(try await unrecovered(folder) == [cutOff.request.id], "it never came to the unit")
        folder = try await life(in: folder) { journal in
            var unopened = failed.result(.error)
            unopened.stepsDone = 0
            await journal.commit(failed.started)
            await journal.commit(.executionCompleted(unopened))
        }
        #expect(try await unrecovered(folder) == [cutOff.request.id], "its line could not be opened")
        let broken = recovery(5, of: cutOff)
        folder = try await life(in: folder) { journal in
            await journal.commit(broken.started)
            await journal.commit(.executionCompleted(broken.result(.error)))
        }
        #expect(try await unrecovered(folder) == [cutOff.request.id], "its STOP broke off")
        folder = try await life(in: folder) { await $0.commit(begun.started) }
        #expect(try await unrecovered(folder) == [begun.request.id])
    }

    @Test func aLaterRunOfTheUnitTakesCareOfItToo() async throws {
        var folder = try await life(in: HistoryFolder()) { journal in
            await journal.commit(ExampleRun(1).started)
            await journal.commit(ExampleRun(2, uut: "other").started)
        }
        folder = try await life(in: folder) { journal in
            await journal.commit(ExampleRun(3).started)
            await journal.commit(.executionCompleted(ExampleRun(3).result(.fail)))
        }
        #expect(try await unrecovered(folder) == [ExampleRun(2).request.id])
    }
}
