import Foundation
import Locking
import RigModel
import Testing

@testable import History

@Suite(.timeLimit(.minutes(2))) struct ExportStreamTests {
    /// Stores runs that ended one second after the other.
    private func fill(_ folder: HistoryFolder, _ count: Int, verdict: (Int) -> Verdict = { _ in .pass }) async throws {
        let journal = try folder.store().journal()
        for number in 0..<count {
            let run = ExampleRun(number, startedAt: Timestamp.example.advanced(by: .seconds(number)))
            journal.post(run.started)
            journal.post(.stepCompleted(run.step(0, received: ExportSample.nasty)))
            journal.post(.executionCompleted(run.result(verdict(number))))
        }
        await journal.close()
    }

    private func lines(_ exports: RunExports, _ filter: ExecutionFilter = ExecutionFilter()) async throws
        -> [API.ExecutionDetails]
    {
        let written = Lock<[UInt8]>([])
        try await exports.export(filter, as: .jsonl) { bytes in written.withLock { $0 += bytes } }
        return try written.withLock { $0 }.split(separator: 0x0a).map {
            try JSONDecoder().decode(API.ExecutionDetails.self, from: Data($0))
        }
    }

    @Test func allRunsAreExportedOldestFirstEachOnceInPieces() async throws {
        let folder = try HistoryFolder()
        try await fill(folder, 500)
        let exports = RunExports(try StoredRuns(path: folder.database), labels: ExportSample.labels)
        let runs = try await lines(exports)
        #expect(runs.map(\.executionId) == (0..<500).map { ExampleRun($0).request.id })
        #expect(runs.allSatisfy { $0.steps[0].attempts[1].receivedHex == VisibleBytes.hex(ExportSample.nasty) })
    }

    /// A hundred thousand runs are to take no more memory than a few hundred.
    @Test(arguments: ExportFormat.allCases) func noMoreRunsAreHeldThanMakeOnePiece(format: ExportFormat) async throws {
        let folder = try HistoryFolder()
        try await fill(folder, 500)
        let read = Lock(0)
        let store = try folder.store(onStatement: { sql in
            if sql.hasPrefix("SELECT * FROM step ") { read.withLock { $0 += 1 } }
        })
        let exports = RunExports(store.runs, labels: ExportSample.labels)
        var (runs, sizes): ([Int], [Int]) = ([0], [])
        try await exports.export(ExecutionFilter(), as: format) { bytes in
            runs.append(read.withLock { $0 })
            sizes.append(bytes.count)
        }
        try await store.close(at: .example)
        #expect(runs.last == 500, "each run is read once")
        // A piece is handed on as soon as it is 64 KiB, and one run comes on top.
        #expect(sizes.allSatisfy { $0 < 96 << 10 })
        #expect(zip(runs, runs.dropFirst()).allSatisfy { $1 - $0 < 250 }, "\(runs)")
    }

    @Test func aFilterChoosesByBIBUnitVerdictAndTime() async throws {
        let folder = try HistoryFolder()
        try await fill(folder, 90) { $0 % 3 == 0 ? .fail : .pass }
        let exports = RunExports(try StoredRuns(path: folder.database), labels: ExportSample.labels)
        func count(_ filter: ExecutionFilter) async throws -> Int { try await lines(exports, filter).count }
        #expect(try await count(ExecutionFilter(verdict: .fail)) == 30)
        #expect(try await count(ExecutionFilter(bib: "other")) == 0)
        #expect(try await count(ExecutionFilter(uut: "production_uut")) == 90)
        // A run ends a second after it began.
        let from = Timestamp.example.advanced(by: .seconds(11))
        #expect(try await count(ExecutionFilter(from: from, to: from.advanced(by: .seconds(5)))) == 5)
    }

    @Test func theLastRunsAreToldNewestFirstAndUnknownIdsByName() async throws {
        let folder = try HistoryFolder()
        try await fill(folder, 20) { $0 % 2 == 0 ? .fail : .pass }
        let runs = try StoredRuns(path: folder.database)
        func ids(_ filter: ExecutionFilter, _ limit: Int) async throws -> [ExecutionID] {
            try await runs.last(filter, limit: limit).map(\.request.id)
        }
        #expect(try await ids(ExecutionFilter(), 3) == [19, 18, 17].map { ExampleRun($0).request.id })
        #expect(try await ids(ExecutionFilter(verdict: .fail), 2) == [18, 16].map { ExampleRun($0).request.id })
        #expect(try await ids(ExecutionFilter(bib: "other"), 2).isEmpty)
        let asked: [ExecutionID] = ["nobody", ExampleRun(3).request.id, "none"]
        #expect(try await runs.unknown(asked) == ["nobody", "none"])
    }

    @Test("complaint 20: an export can be made again, and is the same")
    func anExportIsAQueryAndNotAQueue() async throws {
        let folder = try HistoryFolder()
        try await fill(folder, 70) { Verdict.examples[$0 % Verdict.examples.count] }
        for format in ExportFormat.allCases {
            var texts: [[UInt8]] = []
            for _ in 1...2 {
                let exports = RunExports(try StoredRuns(path: folder.database), labels: ExportSample.labels)
                let written = Lock<[UInt8]>([])
                try await exports.export(ExecutionFilter(), as: format) { bytes in written.withLock { $0 += bytes } }
                texts.append(written.withLock { $0 })
            }
            #expect(texts[0] == texts[1] && !texts[0].isEmpty)
        }
    }

    @Test func aStoreIsReadWhileAServiceWritesToIt() async throws {
        let folder = try HistoryFolder()
        let store = try folder.store()
        let journal = store.journal()
        try await journal.whileRunning {
            let run = ExampleRun(1)
            await journal.commit(run.started)
            await journal.commit(.stepCompleted(run.step(0)))
            let beside = try StoredRuns(path: folder.database)
            #expect(try await beside.run(run.request.id)?.result == nil)
            await journal.commit(.executionCompleted(run.result(.fail)))
            #expect(try await beside.run(run.request.id)?.result?.verdict == .fail)
            #expect(try await beside.run("00000000000000000000000009") == nil)
            let same = try await store.runs.run(run.request.id)
            #expect(try await beside.run(run.request.id) == same)
        }
    }

    @Test func runsThatEndWhileAnExportIsMadeDoNotMakeItEndless() async throws {
        let folder = try HistoryFolder()
        try await fill(folder, 10)
        let journal = try folder.store().journal()
        try await journal.whileRunning {
            var number = 10
            var seen = 0
            try await StoredRuns(path: folder.database).forEach(ExecutionFilter()) { _ in
                seen += 1
                let run = ExampleRun(number, startedAt: Timestamp.example.advanced(by: .seconds(number)))
                number += 1
                await journal.commit(run.started)
                await journal.commit(.executionCompleted(run.result()))
            }
            #expect(seen == 10)
        }
    }

    @Test func oneRunAndSeveralByTheirIDs() async throws {
        let folder = try HistoryFolder()
        try await fill(folder, 3)
        let exports = RunExports(try StoredRuns(path: folder.database), labels: ExportSample.labels)
        let ids = [2, 7, 0].map { ExampleRun($0).request.id }
        #expect(try await exports.export(ids[1], as: .junit) == nil)
        let one = try #require(try await exports.export(ids[0], as: .junit))
        #expect(String(decoding: one, as: UTF8.self).hasSuffix("</testsuite>\n</testsuites>\n"))
        let written = Lock<[UInt8]>([])
        let unknown = try await exports.export(ids, as: .csv) { bytes in written.withLock { $0 += bytes } }
        #expect(unknown == [ids[1]])
        let text = String(decoding: written.withLock { $0 }, as: UTF8.self)
        let rows = text.split(separator: "\r\n").dropFirst().map { $0.prefix(26) }
        #expect(rows == [ids[0], ids[0], ids[2], ids[2]].map { $0.rawValue.prefix(26) })
    }

    @Test func aStoreThatCannotBeReadSaysWhatToDo() async throws {
        let folder = try HistoryFolder()
        #expect(throws: StoredRunsError.noStore(path: folder.database)) { try StoredRuns(path: folder.database) }
        try "no database, and longer than the hundred bytes of a header: \(String(repeating: "x", count: 200))"
            .write(toFile: folder.database, atomically: true, encoding: .utf8)
        #expect {
            try StoredRuns(path: folder.database)
        } throws: {
            guard case .cannotRead(folder.database, _)? = $0 as? StoredRunsError else { return false }
            return "\($0)".contains("must be readable by this user")
        }
        try FileManager.default.removeItem(atPath: folder.database)
        try "".write(toFile: folder.database, atomically: true, encoding: .utf8)
        #expect(throws: StoredRunsError.otherVersion(path: folder.database, isNewer: false)) {
            try StoredRuns(path: folder.database)
        }
    }
}
