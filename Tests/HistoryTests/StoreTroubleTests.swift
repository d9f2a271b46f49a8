import RigModel
import Testing

@testable import History

@Suite(.timeLimit(.minutes(1)))
struct StoreTroubleTests {
    @Test func aFullDiskHoldsUpNeitherEventsNorCommitsAndIsMadeGoodLater() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        let reports = Reports()
        let consumer = RecordingConsumer()
        let journal = store.journal(
            [consumer], endurance: .init(retryInterval: .milliseconds(20)), onTrouble: reports.append)
        let run = ExampleRun(1)
        let bulk = [UInt8](repeating: 65, count: 60_000)
        try await journal.whileRunning {
            await journal.commit(run.started)
            try await store.fillDisk()
            for ordinal in 0..<4 { await journal.commit(.stepCompleted(run.step(ordinal, received: bulk))) }
            await journal.commit(.executionCompleted(run.result()))
            await consumer.wait(for: 6)
            #expect(
                await reports.next() == [
                    "the store cannot be written, records wait in memory: database or disk is full"
                ])
            #expect(journal.figures.waitingEvents == 5)
            #expect(journal.figures.waitingBytes > 240_000)
            #expect(try folder.readBeside("SELECT verdict FROM execution", as: String?.self) == [nil])

            #expect(await consumer.events.map(\.isStored) == [true, false, false, false, false, false])

            try await store.freeDisk()
            #expect(await reports.next() == [])
            await journal.commit(.executionCompleted(ExampleRun(2).result()))
            journal.post(.portForgotten("FT7DEMO1-A"))
            await journal.drained()
            #expect(await consumer.events.suffix(2).map(\.isStored) == [true, true])
        }
        #expect(
            try folder.readBeside("SELECT verdict FROM execution ORDER BY key", as: String.self) == ["PASS", "PASS"])
        #expect(try folder.readBeside("SELECT ordinal FROM step ORDER BY ordinal", as: Int.self) == [0, 1, 2, 3])
    }

    @Test func pastTheBoundStepsAreGivenUpAndVerdictsKept() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        let reports = Reports()
        let journal = store.journal(
            endurance: .init(bytes: 100_000, retryInterval: .milliseconds(20)), onTrouble: reports.append)
        let run = ExampleRun(1)
        let bulk = [UInt8](repeating: 65, count: 60_000)
        try await journal.whileRunning {
            await journal.commit(run.started)
            try await store.fillDisk()
            for ordinal in 0..<4 { await journal.commit(.stepCompleted(run.step(ordinal, received: bulk))) }
            await journal.commit(.executionCompleted(run.result(.fail)))
            #expect(await reports.next().count == 1)
            #expect(await reports.next().last == "the memory for records that wait is used up, finished steps are lost")
            #expect(journal.figures.lostSteps == 2)
            #expect(!journal.hasRoom, "no new run is to be begun")
            try await store.freeDisk()
            #expect(await reports.next() == [])
            #expect(journal.hasRoom)
        }
        #expect(try folder.readBeside("SELECT verdict FROM execution", as: String.self) == ["FAIL"])
        #expect(try folder.readBeside("SELECT ordinal FROM step ORDER BY ordinal", as: Int.self) == [0, 1])
    }

    @Test func anEventThatCanNeverBeStoredDoesNotTakeItsGroupWithIt() async throws {
        let folder = try HistoryFolder()
        let journal = try folder.store().journal()
        journal.post(.stepCompleted(ExampleRun(7).step(0)))
        journal.post(ExampleRun(1).started)
        await journal.close()
        #expect(try folder.readBeside("SELECT count(*) FROM execution", as: Int.self) == [1])
        #expect(try folder.readBeside("SELECT count(*) FROM step", as: Int.self) == [0])
    }

    @Test func anEventRecordedTwiceLeavesTheRowsOfOne() async throws {
        let folder = try HistoryFolder()
        let run = ExampleRun(1)
        let journal = try folder.store().journal()
        for _ in 0..<2 {
            journal.post(run.queued)
            journal.post(run.started)
            journal.post(.stepCompleted(run.step(0)))
            journal.post(.executionCompleted(run.result()))
        }
        await journal.close()
        let counts = try folder.readBeside(
            """
            SELECT (SELECT count(*) FROM execution) || (SELECT count(*) FROM executionPort) ||
                (SELECT count(*) FROM step) || (SELECT count(*) FROM attempt)
            """, as: String.self)
        #expect(counts == ["1212"])
    }
}

/// What the journal said of its trouble, one report after the other.
final class Reports: Sendable {
    private let stream: AsyncStream<[String]>
    private let continuation: AsyncStream<[String]>.Continuation
    init() { (stream, continuation) = AsyncStream.makeStream() }
    func append(_ reasons: [String]) { continuation.yield(reasons) }
    func next() async -> [String] {
        for await reasons in stream { return reasons }
        return ["the journal fell silent"]
    }
}
