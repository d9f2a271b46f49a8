import Foundation
import GRDB
import Locking
import RigModel
import Testing

@testable import History

/// What a power cut must not lose is on the disk before anybody is told; nothing else waits for the disk.
@Suite(.timeLimit(.minutes(1)))
struct PowerCutTests {
    @Test("complaint 20: a verdict is synced to the disk before it is told, and nothing else is synced")
    func onlyVerdictsAreSynced() async throws {
        let folder = try HistoryFolder()
        let course = Course()
        let store = try folder.store(sync: { descriptor in
            course.note("sync")
            return fdatasync(descriptor)
        })
        let run = ExampleRun(1)
        let consumer = RecordingConsumer { events in for event in events { course.note(event.event.name) } }
        let journal = store.journal([consumer])
        try await journal.whileRunning {
            await journal.commit(run.started)
            await journal.commit(.stepCompleted(run.step(0)))
            await consumer.wait(for: 2)
            await journal.commit(.executionCompleted(run.result()))
            await consumer.wait(for: 3)
            #expect(course.all == ["ExecutionStarted", "StepCompleted", "sync", "ExecutionCompleted"])
            #expect(journal.figures.syncs == 1)
        }
    }

    @Test("complaint 20: what is synced holds the verdict and all before it")
    func theSyncedFileHoldsTheVerdict() async throws {
        let folder = try HistoryFolder()
        let kept = Lock<HistoryFolder?>(nil)
        let store = try folder.store(sync: { descriptor in
            // The file as it is when the disk gets it is what a power cut right after leaves.
            let copy = try? folder.copyOfThisInstant()
            kept.withLock { $0 = copy }
            return fdatasync(descriptor)
        })
        let run = ExampleRun(1)
        let journal = store.journal()
        try await journal.whileRunning {
            journal.post(run.started)
            journal.post(.stepCompleted(run.step(0, verdict: .fail)))
            await journal.commit(.executionCompleted(run.result(.fail)))
        }
        let left = try #require(kept.withLock { $0 }).store()
        let detail = try #require(try await left.execution(run.request.id))
        #expect(detail.result == run.result(.fail))
        #expect(detail.steps == [run.step(0, verdict: .fail)])
        #expect(left.interrupted.isEmpty)
    }

    @Test(
        "a sync that takes long delays neither a unit's next steps nor the port's next run, and no verdict overtakes it"
    )
    func nothingButTheVerdictWaitsForTheDisk() async throws {
        let folder = try HistoryFolder()
        let disk = SlowDisk()
        let store = try folder.store(sync: disk.sync)
        let (first, second) = (ExampleRun(1), ExampleRun(2))
        let consumer = RecordingConsumer()
        let journal = store.journal([consumer])
        try await journal.whileRunning {
            await journal.commit(first.started)
            journal.post(.executionCompleted(first.result()))
            await disk.waitForSync()
            // The disk is at it, and will be until it is let go.
            await journal.commit(second.queued)
            await journal.commit(second.started)
            await journal.commit(.stepCompleted(second.step(0)))
            let steps = try folder.readBeside("SELECT count(*) FROM step", as: Int.self)
            #expect(steps == [1])
            #expect(await consumer.events.map(\.event) == [first.started])
            disk.letGo()
            await consumer.wait(for: 5)
            #expect(
                await consumer.events.map(\.event) == [
                    first.started, .executionCompleted(first.result()), second.queued, second.started,
                    .stepCompleted(second.step(0)),
                ])
            #expect(await consumer.events.map(\.sequence) == [1, 2, 3, 4, 5])
        }
    }

    @Test("verdicts that come while the disk is at it share the next sync")
    func oneSyncServesMany() async throws {
        let folder = try HistoryFolder()
        let disk = SlowDisk()
        let store = try folder.store(sync: disk.sync)
        let consumer = RecordingConsumer()
        let journal = store.journal([consumer])
        try await journal.whileRunning {
            journal.post(.executionCompleted(ExampleRun(0).result()))
            await disk.waitForSync()
            for number in 1...50 {
                journal.post(.executionCompleted(ExampleRun(number).result()))
                await journal.commit(ExampleRun(number + 100).queued)
            }
            disk.letGo()
            await consumer.wait(for: 101)
            #expect(journal.figures.syncs <= 3)
            #expect(journal.figures.groups > 50)
        }
    }

    @Test("a verdict that the disk does not take is told as not stored, the service says so, and it is made good later")
    func aFailedSyncIsToldAndMadeGood() async throws {
        let folder = try HistoryFolder()
        let fails = Lock(true)
        let store = try folder.store(sync: { descriptor in
            guard fails.withLock({ $0 }) else { return fdatasync(descriptor) }
            errno = EIO
            return -1
        })
        let reports = Reports()
        let consumer = RecordingConsumer()
        let journal = store.journal(
            [consumer], endurance: .init(retryInterval: .milliseconds(20)), onTrouble: reports.append)
        let run = ExampleRun(1)
        try await journal.whileRunning {
            await journal.commit(run.started)
            await journal.commit(.executionCompleted(run.result(.fail)))
            await consumer.wait(for: 2)
            #expect(await consumer.events.map(\.isStored) == [true, false])
            #expect(
                await reports.next() == [
                    "the store cannot be written, records wait in memory: "
                        + "the disk failed to keep what was written: Input/output error"
                ])
            fails.withLock { $0 = false }
            #expect(await reports.next() == [])
            // It has come into the database file itself.
            let copy = try HistoryFolder()
            try FileManager.default.copyItem(atPath: folder.database, toPath: copy.database)
            let verdicts = try copy.readBeside("SELECT verdict FROM execution", as: String.self)
            #expect(verdicts == ["FAIL"])
            await journal.commit(.executionCompleted(ExampleRun(2).result()))
            await consumer.wait(for: 3)
            #expect(await consumer.events.last?.isStored == true)
        }
    }
}

/// What happened, in order.
private final class Course: Sendable {
    private let entries = Lock([String]())
    var all: [String] { entries.withLock { $0 } }
    func note(_ entry: String) { entries.withLock { $0.append(entry) } }
}

/// A disk that is not done with a sync before it is let go.
private final class SlowDisk: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let begun = AsyncStream<Void>.makeStream()

    @Sendable func sync(_ descriptor: Int32) -> Int32 {
        begun.continuation.yield()
        gate.wait()
        gate.signal()
        return fdatasync(descriptor)
    }

    func waitForSync() async { for await _ in begun.stream { return } }
    func letGo() { gate.signal() }
}
