import GRDB
import RigModel
import Testing

@testable import History

@Suite(.timeLimit(.minutes(1)))
struct ExecutionArchiveTests {
    /// Stores finished runs, one second after the other.
    private func store(_ count: Int, in folder: HistoryFolder, _ make: (Int, Timestamp) -> (ExampleRun, Verdict))
        async throws
        -> HistoryStore
    {
        let journal = try folder.store().journal()
        for number in 0..<count {
            let (run, verdict) = make(number, Timestamp.example.advanced(by: .seconds(number)))
            journal.post(run.started)
            journal.post(.executionCompleted(run.result(verdict)))
        }
        await journal.close()
        return try folder.store()
    }

    private func allPages(_ store: HistoryStore, _ filter: ExecutionFilter, limit: Int) async throws
        -> [ExecutionResult]
    {
        var results: [ExecutionResult] = []
        var cursor: String?
        repeat {
            let page = try await store.executions(filter, cursor: cursor, limit: limit)
            #expect(page.results.count <= limit)
            results += page.results
            cursor = page.nextCursor
        } while cursor != nil
        return results
    }

    @Test func everythingOfARunComesBackAsItWasStored() async throws {
        let folder = try HistoryFolder()
        let run = ExampleRun(1)
        let journal = try folder.store().journal()
        let steps = [run.step(0), run.step(1, verdict: .fail, received: Array(0...255)), run.step(2, received: [])]
        journal.post(run.queued)
        journal.post(run.started)
        for step in steps { journal.post(.stepCompleted(step)) }
        journal.post(.executionCompleted(run.result(.fail)))
        await journal.close()
        let detail = try #require(try await folder.store().execution(run.request.id))
        #expect(detail.request == run.request)
        #expect(detail.startedAt == run.startedAt)
        #expect(detail.steps == steps)
        #expect(detail.result == run.result(.fail))
    }

    @Test func everyOutcomeOfAnAttemptComesBack() async throws {
        let folder = try HistoryFolder()
        let run = ExampleRun(1)
        let outcomes: [Outcome] =
            Level.allCases.map(Outcome.level) + [
                .noMatch, .timeout, .phaseTimeout, .stopped, .error(RunFault(.io, port: nil, message: "EIO")),
            ]
        var step = run.step(0)
        step.attempts = outcomes.enumerated().map { number, outcome in
            AttemptRecord(
                number: number + 1, startedAt: .example, duration: .zero, sent: [], received: [], discarded: [],
                leftOver: [], outcome: outcome, explanation: "")
        }
        let journal = try folder.store().journal()
        journal.post(run.started)
        journal.post(.stepCompleted(step))
        await journal.close()
        #expect(try await folder.store().execution(run.request.id)?.steps == [step])
    }

    @Test func anUnknownRunIsNil() async throws {
        let folder = try HistoryFolder()
        #expect(try await folder.store().execution("00000000000000000000000000") == nil)
    }

    @Test func pagesGoThroughAThousandRunsNewestFirstWithNoneTwice() async throws {
        let folder = try HistoryFolder()
        let store = try await store(1_000, in: folder) { number, at in (ExampleRun(number, startedAt: at), .pass) }
        let results = try await allPages(store, ExecutionFilter(), limit: 77)
        #expect(results.map(\.request.id) == (0..<1_000).reversed().map { ExampleRun($0).request.id })
    }

    @Test func runsThatEndedAtOneInstantArePagedToo() async throws {
        let folder = try HistoryFolder()
        let store = try await store(50, in: folder) { number, _ in (ExampleRun(number), .pass) }
        let results = try await allPages(store, ExecutionFilter(), limit: 7)
        #expect(Set(results.map(\.request.id)).count == 50)
    }

    @Test func aPageIsNotShiftedByRunsThatEndMeanwhile() async throws {
        let folder = try HistoryFolder()
        let store = try await store(20, in: folder) { number, at in (ExampleRun(number, startedAt: at), .pass) }
        let first = try await store.executions(ExecutionFilter(), cursor: nil, limit: 5)
        let late = ExampleRun(99, startedAt: .example.advanced(by: .seconds(1_000)))
        _ = try store.write([.executionCompleted(late.result())])
        let second = try await store.executions(ExecutionFilter(), cursor: first.nextCursor, limit: 5)
        #expect(second.results.map(\.request.id) == (10..<15).reversed().map { ExampleRun($0).request.id })
    }

    @Test func filtersNarrowTheList() async throws {
        let folder = try HistoryFolder()
        let store = try await store(160, in: folder) { number, at in
            let isSensor = number % 2 == 1
            return (
                ExampleRun(
                    number, bib: isSensor ? "sensor_node" : "client_demo", uut: isSensor ? "sensor" : "production_uut",
                    board: number % 4 == 1 ? "FTA" : "FTB", boards: isSensor ? .many : .one, startedAt: at),
                Verdict.examples[number % 8]
            )
        }
        func count(_ filter: ExecutionFilter) async throws -> Int {
            try await allPages(store, filter, limit: 9).count
        }
        #expect(try await count(ExecutionFilter()) == 160)
        #expect(try await count(ExecutionFilter(bib: "sensor_node")) == 80)
        #expect(try await count(ExecutionFilter(uut: "sensor")) == 80)
        #expect(try await count(ExecutionFilter(uut: "sensor@FTA")) == 40)
        #expect(try await count(ExecutionFilter(verdict: .timeout)) == 20)
        #expect(try await count(ExecutionFilter(bib: "client_demo", verdict: .pass)) == 20)
        #expect(try await count(ExecutionFilter(bib: "nothing")) == 0)
        // Run n ends n + 1 s after the example's time.
        let (from, to) = (Timestamp.example.advanced(by: .seconds(11)), Timestamp.example.advanced(by: .seconds(21)))
        #expect(try await count(ExecutionFilter(from: from, to: to)) == 10)
        #expect(try await count(ExecutionFilter(bib: "sensor_node", from: from, to: to)) == 5)
    }

    @Test(arguments: ["", "x", "1-2-3", "-", "zz-", "a b-c", "9999999999999999-1"])
    func aCursorThatWasNeverGivenOutIsRefused(_ cursor: String) async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        await #expect(throws: InvalidCursor(text: cursor)) {
            try await store.executions(ExecutionFilter(), cursor: cursor, limit: 5)
        }
    }

    @Test func figuresCountGoodBadAndErrorsAndAverageTheJudgedOnes() async throws {
        let folder = try HistoryFolder()
        let store = try await store(80, in: folder) { number, at in
            (ExampleRun(number, startedAt: at), Verdict.examples[number % 8])
        }
        let all = try await store.figures(from: .example, to: .example.advanced(by: .seconds(1_000)))
        #expect(all == ExecutionFigures(count: 80, good: 20, bad: 30, errors: 10, averageDuration: .seconds(1)))
        let none = try await store.figures(from: .example.advanced(by: .seconds(1_000)), to: .example)
        #expect(none == ExecutionFigures(count: 0, good: 0, bad: 0, errors: 0, averageDuration: nil))
    }

    @Test func listsAndFiguresAreServedFromIndices() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        let filters = [
            ExecutionFilter(), ExecutionFilter(bib: "b"), ExecutionFilter(uut: "u"), ExecutionFilter(uut: "u@b"),
            ExecutionFilter(verdict: .fail), ExecutionFilter(from: .example, to: .example),
        ]
        for filter in filters {
            let query = ExecutionQuery(filter: filter, after: PageCursor(endedAt: .example, key: 1))
            let plan = try await store.pool.read { database in
                try Row.fetchAll(
                    database, sql: "EXPLAIN QUERY PLAN SELECT key FROM execution \(query.tail(limit: 10))",
                    arguments: query.arguments
                ).map { $0["detail"] as String }
            }
            #expect(plan.allSatisfy { $0.contains("USING") && $0.contains("INDEX") }, "\(filter): \(plan)")
        }
    }
}
