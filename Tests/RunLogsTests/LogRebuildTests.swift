import Crypto
import Foundation
import Locking
import RigModel
import Testing

@testable import RunLogs

/// Lines that were lost while the disk failed come back from the store.
@Suite(.timeLimit(.minutes(1)))
struct LogRebuildTests {
    private let name = "BIB_client_demo/2026-09-01/production_uut_port1_14h30"

    /// A run of three steps: what it hands to the logs, and what the store has of it in the end.
    private struct Example {
        let run = LoggedExample()
        var steps: [StepRecord] { (0..<3).map { run.stored($0, $0 == 2 ? .fail : .pass) } }
        var result: ExecutionResult { run.result(.fail, explanation: "V=2 is too much", decidingStep: "step_2") }

        func lines(of ordinal: Int) -> [RigEvent] {
            let step = steps[ordinal]
            return [
                run.line(.sent(step.attempts[0].sent, step.port), after: 100 * ordinal + 10, step: step.stepID),
                run.line(.received(step.attempts[0].received, step.port), after: 100 * ordinal + 30, step: step.stepID),
                run.line(
                    .note("\(step.verdict.rawValue): \(step.explanation)"), after: 100 * ordinal + 30,
                    step: step.stepID),
            ]
        }
        var begin: RigEvent { run.line(.note("TEST"), after: 5, step: nil) }
        var safeState: RigEvent {
            run.line(.sent(Array("OUT 0".utf8), "FT7DEMO1-A"), after: 400, phase: nil, step: nil)
        }
    }

    /// What a log says of the run: direction and text of each line.
    private func texts(_ folder: LogFolder, _ file: String? = nil) throws -> [String] {
        try folder.objects("\(file ?? name).jsonl").filter { $0["type"] as? String == "line" }
            .map { "\($0["direction"] ?? "") \($0["text"] ?? "")" }
    }

    private let whole = [
        "-- TEST", "TX MEAS\\r\\n", "RX V=0\\r\\n", "-- PASS: V=0 matched", "TX MEAS\\r\\n", "RX V=1\\r\\n",
        "-- PASS: V=1 matched", "TX MEAS\\r\\n", "RX V=2\\r\\n", "-- FAIL: V=2 matched", "TX OUT 0",
        "-- FAIL: the unit failed",
    ]

    /// There is memory for two lines at a time only: four are lost, among them the verdicts of all steps.
    private func lackingRun(_ example: Example, _ logs: RunLogs) async {
        for group in [
            [example.run.started, example.begin] + example.lines(of: 0), example.lines(of: 1), example.lines(of: 2),
        ] {
            await logs.consume(group)
            await logs.finish()
        }
        await logs.consume([example.safeState])
    }

    private func end(_ example: Example, _ logs: RunLogs) async {
        await logs.consume([.executionCompleted(example.result)])
    }

    @Test func theLogOfARunThatLostLinesIsRebuiltOnceTheStoreHasTheRun() async throws {
        let folder = try LogFolder()
        let (example, archive) = (Example(), LateArchive())
        let logs = try await folder.logs(archive: archive, memory: 300)
        await lackingRun(example, logs)
        await end(example, logs)
        await logs.makeGood()
        #expect(try folder.text("\(name).log").contains("\n# lost        4 lines\n"), "the store has nothing yet")

        archive.take(example.result, example.steps)
        await logs.makeGood()
        #expect(try texts(folder) == whole)
        let objects = try folder.objects("\(name).jsonl")
        #expect(
            objects.map { $0["type"] as? String ?? "" } == ["header", "rebuilt"] + whole.map { _ in "line" } + ["seal"])
        #expect(objects[1]["lines"] as? Int == 4)
        #expect(objects.last?["lostLines"] as? Int == 0)
        let text = try folder.text("\(name).log")
        #expect(text.contains("\n# rebuilt     from the store, for 4 lines had been lost; "))
        #expect(!text.contains("# lost"))
        #expect(text.contains("\n# verdict     FAIL\n# why         V=2 is too much\n# step        step_2\n"))
        for file in ["log", "jsonl"] { try expectTrueSeal("\(name).\(file)", folder) }
        #expect(try folder.text("BIB_client_demo/latest/production_uut_current.log") == text)
        let file = try #require(await logs.file(bib: "client_demo", uut: "production_uut", run: nil))
        #expect((file.run.verdict, file.run.size) == (.fail, text.utf8.count))
        #expect(await logs.droppedLines == 4, "they stay counted")
    }

    /// The footer's lines, bytes and hash are those of what is above it.
    private func expectTrueSeal(_ file: String, _ folder: LogFolder) throws {
        let bytes = Array(try folder.bytes(file))
        let text = String(decoding: bytes, as: UTF8.self)
        let mark = file.hasSuffix(".log") ? "#\n# verdict " : #"{"type":"seal""#
        let above = try #require(text.range(of: mark, options: .backwards)).lowerBound
        let content = Array(text[..<above].utf8)
        let extent = LogSeal.Extent(
            lines: content.count { $0 == UInt8(ascii: "\n") }, bytes: content.count,
            sha256: SHA256.hash(data: content).hex)
        let footer = text[above...]
        if file.hasSuffix(".log") {
            #expect(
                footer.contains(
                    "# sealed      \(extent.lines) lines, \(extent.bytes) bytes above, sha256 \(extent.sha256)\n"))
        } else {
            #expect(footer.contains(#""lines":\#(extent.lines),"bytes":\#(extent.bytes),"sha256":"\#(extent.sha256)""#))
        }
    }

    @Test func aLogThatIsRebuiltAgainIsTheSame() async throws {
        let folder = try LogFolder()
        let (example, archive) = (Example(), LateArchive())
        let logs = try await folder.logs(archive: archive, memory: 300)
        await lackingRun(example, logs)
        await end(example, logs)
        archive.take(example.result, example.steps)
        await logs.makeGood()
        let before = try ["log", "jsonl"].map { try folder.bytes("\(name).\($0)") }
        let run = try #require(try await archive.execution(example.run.request.id))
        let size = try LogRebuilder(tree: LogTree(root: folder.path), zone: .warsaw)
            .rebuild("\(name).log", lost: 4, of: run)
        #expect(try ["log", "jsonl"].map { try folder.bytes("\(name).\($0)") } == before)
        #expect(size == before[0].count)
        // And nothing is left to be done for it, now or at the next start.
        await logs.makeGood()
        _ = try await folder.logs(archive: archive)
        #expect(try ["log", "jsonl"].map { try folder.bytes("\(name).\($0)") } == before)
        #expect(try folder.files().filter { $0.hasSuffix(".new") }.isEmpty)
    }

    @Test func aServiceThatEndedBeforeItCouldRebuildDoesSoAtItsNextStart() async throws {
        let folder = try LogFolder()
        let (example, archive) = (Example(), LateArchive())
        let before = try await folder.logs(memory: 300)
        await lackingRun(example, before)
        await end(example, before)
        archive.take(example.result, example.steps)
        let logs = try await folder.logs(archive: archive)
        #expect(try texts(folder) == whole)
        let size = try folder.bytes("\(name).log").count
        #expect(await logs.runs(bib: "client_demo", uut: "production_uut").map(\.size) == [size])
    }

    @Test func aLogThatLostLinesAndWasNeverSealedIsRebuiltAtTheNextStart() async throws {
        let folder = try LogFolder()
        let (example, archive) = (Example(), LateArchive())
        let logs = try await folder.logs(memory: 300)
        await lackingRun(example, logs)
        await logs.finish()
        archive.take(example.run.result(.interrupted, explanation: "it died"), example.steps)
        _ = try await folder.logs(archive: archive)
        let end = ["-- INTERRUPTED: the service died during the run, the unit is not judged"]
        #expect(try texts(folder) == whole.dropLast() + end)
        try expectTrueSeal("\(name).log", folder)
    }

    @Test func stepsThatTheStoreCouldNotKeepEitherStayAsTheLogHasThem() async throws {
        let folder = try LogFolder()
        let (example, archive) = (Example(), LateArchive())
        let logs = try await folder.logs(archive: archive, memory: 300)
        await lackingRun(example, logs)
        await end(example, logs)
        archive.take(example.result, [example.steps[0]])
        await logs.makeGood()
        #expect(try texts(folder) == whole.enumerated().filter { ![6, 9].contains($0.offset) }.map(\.element))
        #expect(
            try folder.lines("\(name).log").contains(
                "# lost        2 finished steps, which the store could not keep either"))
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a small disk"))
    func logsOfAReadOnlyFolderAreMadeOnceItCanBeWrittenAndNothingElseNeedHappen() async throws {
        let disk = try SmallDisk(bytes: 4 << 20)
        let (archive, reports) = (LateArchive(), Reports())
        let logs = try await disk.folder.logs(archive: archive, onTrouble: reports.append)
        try disk.remount(readOnly: true)
        // More runs than are kept open for it.
        let examples = (0..<80).map {
            LoggedExample("RUN\($0)", startedAt: .example.advanced(by: .seconds($0 / 40 * 60)))
        }
        for example in examples {
            let step = example.stored(0, .pass)
            let trouble = "the disk is read-only"
            await logs.consume([
                example.started, example.line(.sent(step.attempts[0].sent, step.port), after: 10, step: step.stepID),
                example.completed(explanation: trouble),
            ])
            archive.take(example.result(explanation: trouble), [step])
        }
        #expect(await reports.next() == ["a log cannot be written: Read-only file system"])
        #expect(try disk.folder.files() == [])

        async let _: Void = logs.keepUp(every: .milliseconds(5))
        try disk.remount(readOnly: false)
        #expect(await reports.next() == [], "well again by itself")
        while await logs.hasWorkLeft { try await Task.sleep(for: .milliseconds(5)) }
        let runs = await logs.runs(bib: "client_demo", uut: "production_uut")
        #expect(Set(runs.map(\.execution)) == Set(examples.map(\.request.id)))
        #expect(runs.allSatisfy { $0.verdict == .pass })
        for run in runs {
            let file = String(run.path.dropLast(4))
            #expect(try texts(disk.folder, file).prefix(2) == ["TX MEAS\\r\\n", "RX V=0\\r\\n"])
            try expectTrueSeal("\(file).log", disk.folder)
        }
        let newest = try #require(runs.first)
        await logs.finish()
        #expect(
            try disk.folder.text("BIB_client_demo/latest/production_uut_current.log") == disk.folder.text(newest.path))
    }
}

/// A store that gets its runs late.
private final class LateArchive: ExecutionArchive {
    private let runs = Lock<[ExecutionID: FakeArchive]>([:])

    func take(_ result: ExecutionResult, _ steps: [StepRecord]) {
        runs.withLock { $0[result.request.id] = FakeArchive(result: result, steps: steps) }
    }
    func execution(_ id: ExecutionID) async throws -> ExecutionDetail? {
        try await runs.withLock { $0[id] }?.execution(id)
    }
    func executions(_ filter: ExecutionFilter, cursor: String?, limit: Int) async throws -> ExecutionPage {
        ExecutionPage(results: [], nextCursor: nil)
    }
    func figures(from: Timestamp, to: Timestamp) async throws -> ExecutionFigures {
        ExecutionFigures(count: 0, good: 0, bad: 0, errors: 0, averageDuration: nil)
    }
}
