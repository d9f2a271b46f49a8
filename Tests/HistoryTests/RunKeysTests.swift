import GRDB
import RigModel
import Testing

@testable import History

/// What the writer remembers of runs that go on spares it from looking, and is never wrong.
@Suite(.timeLimit(.minutes(1)))
struct RunKeysTests {
    private let lookup = "SELECT key FROM execution WHERE id ="

    @Test func aRunIsLookedForOnceAndForgottenAtItsEnd() async throws {
        let folder = try HistoryFolder()
        let statements = Statements()
        let store = try folder.store(onStatement: statements.append)
        let run = ExampleRun(1)
        var keys = RunKeys()
        statements.clear()
        _ = try store.write([run.started], keys: &keys)
        for ordinal in 0..<4 { _ = try store.write([.stepCompleted(run.step(ordinal))], keys: &keys) }
        #expect(keys.count == 1)
        _ = try store.write([.executionCompleted(run.result())], keys: &keys)
        #expect(keys.count == 0)
        #expect(statements.all.count { $0.hasPrefix(lookup) } == 1)
        let detail = try #require(try await store.execution(run.request.id))
        #expect(detail.startedAt == run.startedAt)
        #expect(detail.result == run.result())
        #expect(detail.steps == (0..<4).map { run.step($0) })
    }

    @Test func aTransactionThatFailsTeachesNothing() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        let (first, lost, next) = (ExampleRun(1), ExampleRun(2), ExampleRun(3))
        var keys = RunKeys()
        _ = try store.write([first.started], keys: &keys)
        try await store.fillDisk()
        let bulk = [UInt8](repeating: 65, count: 60_000)
        #expect(throws: DatabaseError.self) {
            try store.write([lost.started, .stepCompleted(lost.step(0, received: bulk))], keys: &keys)
        }
        #expect(keys.count == 1)
        try await store.freeDisk()
        // Takes the key that the lost one had.
        _ = try store.write([next.started], keys: &keys)
        _ = try store.write(
            [.stepCompleted(first.step(0)), .stepCompleted(next.step(1)), lost.started, .stepCompleted(lost.step(2))],
            keys: &keys)
        for (run, ordinal) in [(first, 0), (next, 1), (lost, 2)] {
            #expect(try await store.execution(run.request.id)?.steps == [run.step(ordinal)])
        }
    }

    @Test func eventsThatAreRefusedTeachNothing() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        let (good, orphan) = (ExampleRun(1), ExampleRun(2))
        var broken = good.step(1)
        broken.attempts[1].number = broken.attempts[0].number
        var keys = RunKeys()
        let refused = try store.write(
            [good.started, .stepCompleted(orphan.step(0)), .stepCompleted(good.step(0)), .stepCompleted(broken)],
            keys: &keys)
        #expect(refused.count == 2)
        #expect(keys.count == 0)
        let rest: [RigEvent] = [orphan.started, .stepCompleted(orphan.step(1)), .stepCompleted(good.step(1))]
        #expect(try store.write(rest, keys: &keys).isEmpty)
        #expect(try await store.execution(good.request.id)?.steps == [good.step(0), good.step(1)])
        #expect(try await store.execution(orphan.request.id)?.steps == [orphan.step(1)])
    }

    @Test func aRunThatTheWriterDoesNotKnowIsFound() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        let run = ExampleRun(1)
        _ = try store.write([run.queued])
        _ = try store.write([run.started])
        _ = try store.write([.stepCompleted(run.step(0))])
        _ = try store.write([.executionCompleted(run.result(.fail))])
        let detail = try #require(try await store.execution(run.request.id))
        #expect(detail.startedAt == run.startedAt)
        #expect(detail.steps == [run.step(0)])
        #expect(detail.result == run.result(.fail))
    }

    @Test func moreRunsMayGoOnThanAreRemembered() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        let runs = (1...7).map { ExampleRun($0) }
        var keys = RunKeys(limit: 2)
        _ = try store.write(runs.map(\.started), keys: &keys)
        for ordinal in 0..<3 {
            _ = try store.write(runs.map { .stepCompleted($0.step(ordinal)) }, keys: &keys)
            #expect(keys.count <= 2)
        }
        _ = try store.write(runs.map { .executionCompleted($0.result()) }, keys: &keys)
        for run in runs {
            let detail = try #require(try await store.execution(run.request.id))
            #expect(detail.result == run.result())
            #expect(detail.steps == (0..<3).map { run.step($0) })
        }
    }

    @Test func aStartThatIsToldAgainChangesNothingOfARunThatHasEnded() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        let run = ExampleRun(1)
        var keys = RunKeys()
        _ = try store.write([run.started, .executionCompleted(run.result())], keys: &keys)
        let late = RigEvent.executionStarted(run.request, at: run.startedAt.advanced(by: .seconds(9)))
        _ = try store.write([late], keys: &keys)
        #expect(try await store.execution(run.request.id)?.startedAt == run.startedAt)
    }
}
