import Foundation
import RigModel
import Testing

@testable import RunLogs

@Suite(.timeLimit(.minutes(1)))
struct LogRepairTests {
    private let name = "BIB_client_demo/2026-09-01/production_uut_port1_14h30"

    /// A run that nobody ended, with a torn last line in both files.
    private func killedRun(in folder: LogFolder) async throws -> LoggedExample {
        let logs = try await folder.logs()
        let run = LoggedExample()
        await logs.consume([run.started, run.received("whole\r\n".utf8), run.received("torn line\r\n".utf8)])
        await logs.finish()
        for suffix in ["log", "jsonl"] {
            try folder.write(String(try folder.text("\(name).\(suffix)").dropLast(8)), to: "\(name).\(suffix)")
        }
        return run
    }

    @Test func aTornLogIsEndedAndSealedAsInterrupted() async throws {
        let folder = try LogFolder()
        let run = try await killedRun(in: folder)
        let torn = try folder.text("\(name).log")
        let logs = try await folder.logs()

        let text = try folder.text("\(name).log")
        #expect(
            text.hasPrefix("\(torn)\n#\n# verdict     INTERRUPTED\n# why         the service ended during this run;"))
        #expect(LogSeal.verdict(in: Array(text.utf8), size: text.utf8.count) == .interrupted)
        let objects = try folder.objects("\(name).jsonl")
        #expect(objects.map { $0["type"] as? String } == ["header", "line", "torn", "seal"])
        #expect((objects[2]["text"] as? String)?.contains("torn line") == true)
        #expect(objects[3]["verdict"] as? String == "INTERRUPTED")
        let file = try #require(await logs.file(bib: run.request.bib, uut: run.request.instance, run: nil))
        #expect(file.run.verdict == .interrupted)
        #expect(file.run.size == text.utf8.count)
        #expect(try folder.text("BIB_client_demo/latest/production_uut_current.log") == text)
    }

    @Test func aRunWhoseVerdictTheStoreKnowsIsSealedWithIt() async throws {
        let folder = try LogFolder()
        let run = try await killedRun(in: folder)
        let logs = try await folder.logs(archive: FakeArchive(result: run.result(.fail, explanation: "too high")))
        #expect(await logs.runs(bib: run.request.bib, uut: run.request.instance).map(\.verdict) == [.fail])
        #expect(try folder.text("\(name).log").contains("\n# verdict     FAIL\n# why         too high\n"))
    }

    @Test func stepsThatTheStoreHasAndTheLogHasNotAreRestored() async throws {
        let folder = try LogFolder()
        let run = LoggedExample()
        let steps = [run.stored(0, .pass), run.stored(1, .pass), run.stored(2, .fail)]
        let logs = try await folder.logs()
        // The service was killed while the second step's answer was written.
        await logs.consume([
            run.started, run.line(.note("PASS: V=0 matched"), step: "step_0"),
            run.line(.received(Array("V=1".utf8), run.request.ports[0].port), step: "step_1"),
        ])
        await logs.finish()
        let archive = FakeArchive(result: run.result(.interrupted, explanation: "it died"), steps: steps)
        _ = try await folder.logs(archive: archive)

        let lines = try folder.lines("\(name).log")
        let mark = try #require(lines.firstIndex { $0.hasPrefix("# restored    2 steps") })
        let texts = lines[(mark + 1)...].prefix { !$0.hasPrefix("#") }.map { $0.split(separator: "  ").last ?? "" }
        #expect(
            texts == [
                " MEAS\\r\\n", " V=1\\r\\n", " PASS: V=1 matched", " MEAS\\r\\n", " V=2\\r\\n", " FAIL: V=2 matched",
            ])
        let bytes = Array(try folder.bytes("\(name).log"))
        #expect(LogSeal.verdict(in: bytes, size: bytes.count) == .interrupted)
        let types = try folder.objects("\(name).jsonl").compactMap { $0["type"] as? String }
        #expect(types == ["header", "line", "line", "restored"] + Array(repeating: "line", count: 6) + ["seal"])
    }

    @Test func aSealedLogIsNotTouched() async throws {
        let folder = try LogFolder()
        let run = LoggedExample()
        await (try folder.logs()).consume([run.started, run.completed()])
        let before = try ["log", "jsonl"].map { try folder.bytes("\(name).\($0)") }
        _ = try await folder.logs(archive: FakeArchive(result: run.result(.fail)))
        #expect(try ["log", "jsonl"].map { try folder.bytes("\(name).\($0)") } == before)
    }

    @Test func aLogOfWhichOnlyTheProgramsFileWasSealedIsSealedOnce() async throws {
        let folder = try LogFolder()
        let run = LoggedExample()
        await (try folder.logs()).consume([run.started, run.completed()])
        let sealed = try folder.text("\(name).log")
        try folder.write(String(sealed[..<sealed.range(of: "#\n# verdict")!.lowerBound]), to: "\(name).log")
        _ = try await folder.logs(archive: FakeArchive(result: run.result()))
        #expect(try folder.text("\(name).log") == sealed)
        #expect(try folder.objects("\(name).jsonl").filter { $0["type"] as? String == "seal" }.count == 1)
    }

    @Test func filesThatAreNoRunsLogsAreLeftAlone() async throws {
        let folder = try LogFolder()
        let run = LoggedExample()
        await (try folder.logs()).consume([run.started, run.completed()])
        try folder.write("hello", to: "BIB_client_demo/2026-09-01/notes.log")
        try folder.write("", to: "BIB_client_demo/2026-09-01/empty.log")
        try folder.write("x", to: "service.log")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/BIB_client_demo/latest/.RUN.link", withDestinationPath: "../nowhere")
        let logs = try await folder.logs()
        #expect(await logs.units().map(\.runs) == [1])
        #expect(try folder.text("BIB_client_demo/2026-09-01/notes.log") == "hello")
        #expect(try !folder.files().contains { $0.hasSuffix(".link") })
    }
}

/// A store that knows one run.
struct FakeArchive: ExecutionArchive {
    var result: ExecutionResult
    var steps: [StepRecord] = []

    func executions(_ filter: ExecutionFilter, cursor: String?, limit: Int) async throws -> ExecutionPage {
        ExecutionPage(results: [result], nextCursor: nil)
    }
    func execution(_ id: ExecutionID) async throws -> ExecutionDetail? {
        guard id == result.request.id else { return nil }
        return ExecutionDetail(request: result.request, startedAt: result.startedAt, result: result, steps: steps)
    }
    func figures(from: Timestamp, to: Timestamp) async throws -> ExecutionFigures {
        ExecutionFigures(count: 1, good: 1, bad: 0, errors: 0, averageDuration: nil)
    }
}
