import Dispatch
import Foundation
import Logging
import RigModel
import Testing

@testable import RunLogs

@Suite(.timeLimit(.minutes(1)))
struct LogTroubleTests {
    private let name = "BIB_client_demo/2026-09-01/production_uut_port1_14h30"

    @Test func aFolderThatIsNotThereIsNamedInTheError() async throws {
        let error = await #expect(throws: RunLogError.self) {
            _ = try await RunLogs.open(
                folder: "/proc/nonexistent", zone: .utc, clocks: Clocks { .example }, logger: .silent,
                onTrouble: { _ in })
        }
        #expect(error?.description.hasPrefix("cannot write the log /proc/nonexistent: ") == true)
    }

    @Test func aRunWhoseFileCannotBeMadeGoesOnAndItsLinesAreCounted() async throws {
        let folder = try LogFolder()
        let reports = Reports()
        let logs = try await folder.logs(onTrouble: reports.append)
        let run = LoggedExample()
        // A file where the folder of the BIB belongs: refused even to root.
        try folder.write("", to: "BIB_client_demo")
        await logs.consume([run.started, run.received("lost 1".utf8), run.received("lost 2".utf8)])
        let trouble = await reports.next()
        #expect(trouble.count == 1)
        #expect(trouble.first?.hasPrefix("a log cannot be written: ") == true)
        #expect(await logs.droppedLines == 2)

        try FileManager.default.removeItem(atPath: "\(folder.path)/BIB_client_demo")
        await logs.consume([run.received("kept".utf8), run.completed()])
        #expect(await reports.next() == [])
        let lines = try folder.lines("\(name).log")
        let loss = try #require(lines.firstIndex(of: "# lost       2 lines that belong here"))
        #expect(lines[loss + 1].hasSuffix("  RX   kept"))
        #expect(lines.contains("# lost        2 lines"))
        #expect(
            try folder.objects("\(name).jsonl").map { $0["type"] as? String } == [
                "header", "lost", "line", "line", "seal",
            ])
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a small disk"))
    func aFullDiskLeavesWholeLinesAndCountsTheOthers() async throws {
        let disk = try SmallDisk(bytes: 16_384)
        let logs = try await disk.folder.logs()
        let run = LoggedExample()
        let text = String(repeating: "x", count: 1_000)
        await logs.consume([run.started])
        for number in 0..<40 { await logs.consume([run.received("\(number) \(text)".utf8)]) }
        let lost = await logs.droppedLines
        #expect(lost > 20 && lost < 40)
        #expect(try disk.folder.text("\(name).log").last == "\n", "no torn line")

        try disk.grow(to: 1 << 20)
        await logs.consume([run.received("after".utf8), run.completed()])
        let lines = try disk.folder.lines("\(name).log")
        #expect(lines.contains("# lost       \(lost) lines that belong here"))
        #expect(lines.contains("# lost        \(lost) lines"))
        let bytes = Array(try disk.folder.bytes("\(name).log"))
        #expect(LogSeal.verdict(in: bytes, size: bytes.count) == .pass)
        #expect(try disk.folder.objects("\(name).jsonl").last?["type"] as? String == "seal")
    }

    @Test func aDiskThatIsTooSlowCostsLinesNotTheRun() async throws {
        let intake = LogIntake(limit: 2_000)
        let run = LoggedExample()
        func number(_ events: [RigEvent]) -> [NumberedEvent] {
            events.map { NumberedEvent(sequence: 1, at: .example, event: $0) }
        }
        let lines = (0..<20).map { run.received("line \($0)".utf8) }
        let debug = run.line(.note("debug"), .debug)
        #expect(
            intake.put(number([run.started] + lines + [debug, run.completed()]), gate: nil), "the writer is to start")
        #expect(!intake.put(number([run.started]), gate: nil), "it has started")
        let (items, _) = try #require(intake.take())
        let shape = items.map { item in
            switch item {
            case .event(let event): event.name
            case .lost(let id, let count): "\(id == run.request.id ? "lost" : "?") \(count)"
            }
        }
        var expected = Array(repeating: "LogMessage", count: 8)
        expected.insert("ExecutionStarted", at: 0)
        expected += ["lost 13", "ExecutionCompleted", "ExecutionStarted"]
        #expect(shape == expected)
        #expect(intake.dropped == 13)
        #expect(intake.take() == nil)
    }

    @Test func debugLinesGiveWayFirst() throws {
        let intake = LogIntake(limit: 2_000)
        let run = LoggedExample()
        let events = (0..<6).flatMap { number in
            [run.line(.note("debug \(number)"), .debug), run.line(.note("info \(number)"), .info)]
        }
        _ = intake.put(events.map { NumberedEvent(sequence: 1, at: .example, event: $0) }, gate: nil)
        let kept = try #require(intake.take()).items.compactMap { item -> String? in
            if case .event(.logLine(let line)) = item { line.content.text } else { nil }
        }
        #expect(kept == ["debug 0", "info 0", "debug 1", "info 1", "info 2", "info 3", "info 4", "info 5"])
    }

    @Test func aWriterThatHangsHoldsNobodyUp() async throws {
        let folder = try LogFolder()
        let isBlocked = AsyncStream.makeStream(of: Void.self)
        // The report of the trouble comes on the writer's thread, which it holds.
        let hold = DispatchSemaphore(value: 0)
        let logs = try await folder.logs(patience: .milliseconds(50)) { reasons in
            guard !reasons.isEmpty else { return }
            isBlocked.continuation.yield()
            hold.wait()
        }
        try folder.write("", to: "BIB_bad")
        let (bad, good) = (LoggedExample("RUN1", bib: "bad"), LoggedExample("RUN2"))
        await logs.consume([bad.started])
        for await _ in isBlocked.stream { break }
        await logs.consume([good.started, good.received("late".utf8)])
        await logs.consume([good.completed(.fail)])
        #expect(try folder.files() == ["BIB_bad"], "consume came back although nothing could be written")
        hold.signal()
        // Answered by the writer when it is through.
        #expect(await logs.runs(bib: "client_demo", uut: "production_uut").map(\.verdict) == [.fail])
        #expect(try folder.text("\(name).log").contains("  RX   late\n"))
    }
}

/// What the logs said of their trouble, one report after the other.
final class Reports: Sendable {
    private let stream: AsyncStream<[String]>
    private let continuation: AsyncStream<[String]>.Continuation
    init() { (stream, continuation) = AsyncStream.makeStream() }
    func append(_ reasons: [String]) { continuation.yield(reasons) }
    func next() async -> [String] {
        for await reasons in stream { return reasons }
        return ["the logs fell silent"]
    }
}
