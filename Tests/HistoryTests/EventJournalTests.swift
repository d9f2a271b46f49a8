import GRDB
import Locking
import RigModel
import Synchronization
import Testing

@testable import History

@Suite(.timeLimit(.minutes(1)))
struct EventJournalTests {
    @Test func commitReturnsWhenAnotherConnectionSeesTheRow() async throws {
        let folder = try HistoryFolder()
        let run = ExampleRun(1)
        let journal = try folder.store().journal()
        try await journal.whileRunning {
            await journal.commit(run.started)
            let ids = try folder.readBeside("SELECT id FROM execution", as: String.self)
            #expect(ids == [run.request.id.rawValue])
        }
    }

    @Test func consumersGetAllEventsInOrderWithContiguousNumbers() async throws {
        let folder = try HistoryFolder()
        let (first, second) = (RecordingConsumer(), RecordingConsumer())
        let journal = try folder.store().journal([first, second])
        try await journal.whileRunning {
            await withTaskGroup { posters in
                for poster in 0..<8 {
                    posters.addTask {
                        for number in 0..<200 { journal.post(.portForgotten(PortID("\(poster)-\(number)"))) }
                        await journal.commit(ExampleRun(poster).started)
                    }
                }
            }
        }
        let events = await first.events
        #expect(events.map(\.sequence) == Array(1...1_608))
        #expect(await second.events == events)
        for poster in 0..<8 {
            let own = events.compactMap { event -> String? in
                guard case .portForgotten(let port) = event.event, port.rawValue.hasPrefix("\(poster)-") else {
                    return nil
                }
                return port.rawValue
            }
            #expect(own == (0..<200).map { "\(poster)-\($0)" }, "each poster's events keep their order")
        }
    }

    @Test func anEarlierConsumerHasActedOnAGroupBeforeALaterOneSeesIt() async throws {
        let folder = try HistoryFolder()
        let first = RecordingConsumer()
        let second = RecordingConsumer { events in
            let seen = await first.events
            #expect(events.allSatisfy(seen.contains))
        }
        let journal = try folder.store().journal([first, second])
        try await journal.whileRunning {
            for number in 0..<100 { journal.post(.portForgotten(PortID("\(number)"))) }
            await second.wait(for: 100)
        }
    }

    @Test func theVerdictIsInTheStoreBeforeAnyConsumerSeesIt() async throws {
        let folder = try HistoryFolder()
        let run = ExampleRun(1)
        let consumer = RecordingConsumer { events in
            guard events.contains(where: \.event.isVerdict) else { return }
            let stored = try? folder.readBeside("SELECT verdict FROM execution", as: String.self)
            #expect(stored == ["FAIL"])
        }
        let journal = try folder.store().journal([consumer])
        try await journal.whileRunning {
            journal.post(run.started)
            journal.post(.executionCompleted(run.result(.fail)))
            await consumer.wait(for: 2)
        }
    }

    @Test func whateverWaitsIsCommittedAsOneGroup() async throws {
        let folder = try HistoryFolder()
        let journal = try folder.store().journal()
        for number in 0..<100 { journal.post(ExampleRun(number).started) }
        try await journal.whileRunning { await journal.commit(ExampleRun(100).started) }
        #expect(journal.figures.groups == 1)
        #expect(journal.figures.events == 101)
        #expect(try folder.readBeside("SELECT count(*) FROM execution", as: Int.self) == [101])
    }

    @Test func moreThanOneGroupHoldsIsCommittedInOrderWithAllThatWaitForIt() async throws {
        let folder = try HistoryFolder()
        let consumer = RecordingConsumer()
        let journal = try folder.store().journal([consumer])
        let stored = Lock([Int]())
        for number in 0..<10_000 {
            let event = RigEvent.portForgotten(PortID("\(number)"))
            if number % 1_000 == 0 {
                journal.post(event) { stored.withLock { $0.append(number) } }
            } else {
                journal.post(event)
            }
        }
        try await journal.whileRunning { await journal.drained() }
        #expect(stored.withLock { $0 } == Array(stride(from: 0, to: 10_000, by: 1_000)))
        let events = await consumer.events
        #expect(events.map(\.sequence) == Array(1...10_000))
        #expect(events.map(\.event) == (0..<10_000).map { .portForgotten(PortID("\($0)")) })
        #expect(events.allSatisfy { $0.at == .example })
    }

    @Test func drainedReturnsWhenConsumersAreDoneWithAllThatWasHandedInBefore() async throws {
        let folder = try HistoryFolder()
        let consumer = RecordingConsumer { _ in await Task.yield() }
        let journal = try folder.store().journal([consumer])
        try await journal.whileRunning {
            await journal.drained()
            for round in 1...20 {
                for number in 0..<50 { journal.post(.portForgotten(PortID("\(round)-\(number)"))) }
                await journal.drained()
                #expect(await consumer.events.count == round * 50)
            }
        }
        await journal.drained()
    }

    @Test func aCancelledJournalWorksOnUntilItIsClosed() async throws {
        let folder = try HistoryFolder()
        let journal = try folder.store().journal()
        await withTaskGroup { group in
            group.addTask { await journal.run() }
            group.cancelAll()
            await journal.commit(ExampleRun(1).started)
            await journal.commit(.executionCompleted(ExampleRun(1).result()))
            await journal.close()
        }
        #expect(try folder.readBeside("SELECT verdict FROM execution", as: String.self) == ["PASS"])
    }

    @Test func closingCommitsWhatWaitsEvenWhereTheLoopNeverRan() async throws {
        let folder = try HistoryFolder()
        let consumer = RecordingConsumer()
        let journal = try folder.store().journal([consumer])
        journal.post(ExampleRun(1).started)
        await journal.close()
        #expect(await consumer.events.count == 1)
        #expect(try folder.readBeside("SELECT count(*) FROM execution", as: Int.self) == [1])
        #expect(try folder.readBeside("SELECT closedAt IS NOT NULL FROM serviceStart", as: Bool.self) == [true])
    }

    @Test func anEventAfterTheEndIsRefusedAndNobodyWaitsForIt() async throws {
        let folder = try HistoryFolder()
        let journal = try folder.store().journal()
        await journal.close()
        journal.post(ExampleRun(1).started)
        await journal.commit(ExampleRun(1).started)
        #expect(journal.figures.events == 0)
    }
}

/// SQL statements as they were run.
final class Statements: Sendable {
    private let statements = Lock([String]())
    var all: [String] { statements.withLock { $0 } }
    func append(_ statement: String) { statements.withLock { $0.append(statement) } }
    func clear() { statements.withLock { $0 = [] } }
}
