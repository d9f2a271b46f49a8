import Crypto
import Foundation
import RigModel
import Testing

@testable import RunLogs

@Suite(.timeLimit(.minutes(1)))
struct RunLogsTests {
    private let day = "BIB_client_demo/2026-09-01"

    @Test func theLogIsSealedAndLatestLeadsToItWhenConsumeReturns() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let run = LoggedExample()
        await logs.consume([run.started, run.received("OK\r\n".utf8), run.completed(.pass)])
        let bytes = try folder.bytes("BIB_client_demo/latest/production_uut_current.log")
        #expect(LogSeal.verdict(in: Array(bytes), size: bytes.count) == .pass)
        #expect(
            try FileManager.default.destinationOfSymbolicLink(
                atPath: "\(folder.path)/BIB_client_demo/latest/production_uut_current.log")
                == "../2026-09-01/production_uut_port1_14h30.log")
    }

    @Test func theSealTellsTheHashOfAllThatStandsAboveIt() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let run = LoggedExample()
        await logs.consume([run.started] + (0..<500).map { run.received("line \($0)\r\n".utf8) } + [run.completed()])
        let file = try #require(await logs.file(bib: "client_demo", uut: "production_uut", run: nil))
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file.absolutePath)))
        let sealed = try #require(
            LogFields(parsing: String(decoding: bytes, as: UTF8.self))["sealed"]?.split(separator: " ").map(String.init)
        )
        let above = bytes.prefix(try #require(Int(sealed[2])))
        #expect(sealed.last == SHA256.hash(data: above).hex)
        #expect(Int(sealed[0]) == above.count { $0 == 10 })
        let objects = try folder.objects("\(day)/production_uut_port1_14h30.jsonl")
        #expect(objects.count == 500 + 3)
        #expect(objects.last?["type"] as? String == "seal")
    }

    @Test(arguments: [
        ("a\0b\u{1b}[31mc", "a\\x00b\\x1b[31mc"),
        ("one\rtwo\r\nthree", "one\\rtwo\\r\\nthree"),
        ("\u{202e}evil", "\\xe2\\x80\\xaeevil"),
        ("</script>\"quoted\" \\ %@{}", "</script>\"quoted\" \\\\ %@{}"),
        ("grüße ✓", "grüße ✓"),
        ("line\u{2028}line", "line\\xe2\\x80\\xa8line"),
    ])
    func bytesOfAUnitStayInTheirLine(_ said: String, _ shown: String) async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let run = LoggedExample()
        await logs.consume([run.started, run.received(said.utf8), run.completed()])
        let line = try #require(
            try folder.lines("\(day)/production_uut_port1_14h30.log").first { $0.contains("  RX ") })
        #expect(line.hasSuffix("  RX   \(shown)"))
        let object = try folder.objects("\(day)/production_uut_port1_14h30.jsonl")[1]
        #expect(object["text"] as? String == shown)
    }

    @Test func invalidUTF8IsShownAsBytes() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let run = LoggedExample()
        await logs.consume([run.started, run.received([0xc3, 0x28, 0xff, 0xe2, 0x82]), run.completed()])
        #expect(try folder.text("\(day)/production_uut_port1_14h30.log").contains("  \\xc3(\\xff\\xe2\\x82\n"))
    }

    @Test func aLineOfAMegabyteIsSplitForPeopleAndWholeForPrograms() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let run = LoggedExample()
        let text = String(repeating: "0123456789abcdef", count: 65_536)
        await logs.consume([run.started, run.received(text.utf8), run.completed()])
        let lines = try folder.lines("\(day)/production_uut_port1_14h30.log").filter { $0.contains("  RX   [part ") }
        #expect(lines.count == 263)
        #expect(lines.allSatisfy { $0.utf8.count < 4_200 })
        let joined = lines.map { $0[$0.range(of: " of 263] ")!.upperBound...] }.joined()
        #expect(joined == text)
        #expect(try folder.objects("\(day)/production_uut_port1_14h30.jsonl")[1]["text"] as? String == text)
    }

    @Test func noLineOfAUnitCanPassForASeal() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let run = LoggedExample()
        await logs.consume([
            run.started, run.received("\n#\n# verdict     PASS\n# sealed      1 lines, 2 bytes above, sha256 0\n".utf8),
        ])
        await logs.finish()
        let bytes = Array(try folder.bytes("\(day)/production_uut_port1_14h30.log"))
        #expect(LogSeal.verdict(in: bytes, size: bytes.count) == nil)
    }

    @Test func aSecondRunInThatMinuteHasAFileOfItsOwn() async throws {
        let folder = try LogFolder()
        for number in 1...3 {
            // The third is of another life of the service.
            let logs = try await folder.logs()
            let run = LoggedExample("RUN\(number)")
            await logs.consume([run.started, run.received("run \(number)\r\n".utf8), run.completed()])
        }
        for (number, name) in [(1, "14h30"), (2, "14h30-2"), (3, "14h30-3")] {
            let text = try folder.text("\(day)/production_uut_port1_\(name).log")
            #expect(text.contains("# execution   RUN\(number)\n"))
            #expect(text.contains("run \(number)\\r\\n"))
        }
    }

    @Test func aRunAcrossMidnightStaysInItsFile() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        // 23:59:59 in Warsaw.
        let run = LoggedExample(startedAt: Timestamp(nanoseconds: 1_788_299_999_000_000_000))
        await logs.consume([run.started, run.received("before\r\n".utf8)])
        await logs.consume([run.received("after\r\n".utf8, after: 2_000), run.completed(after: 3_000)])
        let text = try folder.text("\(day)/production_uut_port1_23h59.log")
        #expect(text.contains("\n2026-09-01T23:59:59.000+02:00    +0.000"))
        #expect(text.contains("\n2026-09-02T00:00:01.000+02:00    +2.000"))
        #expect(try folder.files().filter { $0.contains("2026-09-02") }.isEmpty)
    }

    @Test func theHourThatComesTwiceInAutumnGivesTwoFiles() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        // 2026-10-25 00:30 and 01:30 UTC are both 02:30 in Warsaw.
        for hour in 0..<2 {
            let run = LoggedExample(
                "RUN\(hour)", startedAt: Timestamp(nanoseconds: (1_792_888_200 + Int64(hour) * 3_600) * 1_000_000_000))
            await logs.consume([run.started, run.completed()])
        }
        let lines = try ["02h30", "02h30-2"].map { name in
            try #require(
                try folder.lines("BIB_client_demo/2026-10-25/production_uut_port1_\(name).log").first {
                    $0.hasPrefix("# started")
                })
        }
        #expect(lines[0].contains("T02:30:00.000+02:00"))
        #expect(lines[1].contains("T02:30:00.000+01:00"))
    }

    @Test func latestIsNeverMissingWhileRunsEnd() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let link = "\(folder.path)/BIB_client_demo/latest/production_uut_current.log"
        let first = LoggedExample("RUN0")
        await logs.consume([first.started, first.completed()])
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                var reads = 0
                while !Task.isCancelled {
                    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: link)))
                    #expect(LogSeal.verdict(in: bytes, size: bytes.count) == .pass)
                    reads += 1
                    await Task.yield()
                }
                return reads
            }
            for number in 1...200 {
                let run = LoggedExample("RUN\(number)")
                await logs.consume([run.started, run.completed()])
            }
            await logs.finish()
            group.cancelAll()
            let reads = try await group.next() ?? 0
            #expect(reads > 10)
        }
        #expect(try folder.text("BIB_client_demo/latest/production_uut_current.log").contains("# execution   RUN200\n"))
    }

    @Test func aUnitThatIsRunAllTheTimeKeepsTheDiskBusyWithItsRunsNotWithItsLink() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let link = "\(folder.path)/BIB_client_demo/latest/production_uut_current.log"
        for number in 1...20 {
            let run = LoggedExample("RUN\(number)")
            await logs.consume([run.started, run.completed()])
        }
        // The clock of the logs is the machine's: the last is led to by itself, without another run.
        while !(try String(contentsOfFile: link, encoding: .utf8).contains("# execution   RUN20\n")) {
            try await Task.sleep(for: .milliseconds(5))
        }
        let summary = try folder.text("BIB_client_demo/latest/last_execution_summary.log")
        #expect(summary.contains("RUN20\n"))
    }

    @Test(arguments: [
        "../x", "..", ".", "", "a/b", "CON", "/etc/passwd", "sensor@FT1", "ütf", String(repeating: "x", count: 300),
    ])
    func noIdLeavesTheTree(_ id: String) async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let run = LoggedExample(bib: BIBID(id), instance: UUTInstanceID(id))
        await logs.consume([run.started, run.completed()])
        let files = try folder.files()
        #expect(files.count == 4)
        #expect(files.allSatisfy { $0.hasPrefix("BIB_") && $0.split(separator: "/").count == 3 && $0.utf8.count < 300 })
        let units = await logs.units()
        #expect(units == [LoggedUnit(bib: BIBID(id), uut: UUTInstanceID(id), runs: 1)])
    }

    @Test func idsThatLookAlikeAsNamesHaveFilesOfTheirOwn() {
        let names = ["a/b", "a_b", "a b", "a:b"].map(LogNames.safe)
        #expect(Set(names).count == 4)
        #expect(names[1] == "a_b")
    }

    @Test func runsInParallelDoNotMix() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let runs = (0..<8).map { LoggedExample("RUN\($0)", instance: UUTInstanceID("uut\($0)")) }
        await withTaskGroup { group in
            for run in runs {
                group.addTask {
                    await logs.consume([run.started])
                    for number in 0..<2_000 where number % 20 == 0 {
                        await logs.consume(
                            (number..<number + 20).map { run.received("\(run.request.id) says \($0)".utf8) })
                    }
                    await logs.consume([run.completed()])
                }
            }
        }
        for (number, run) in runs.enumerated() {
            let said = try folder.lines("\(day)/uut\(number)_port1_14h30.log").filter { $0.contains("  RX ") }
            let expected = (0..<2_000).map { "  RX   \(run.request.id) says \($0)" }
            #expect(said.count == expected.count)
            #expect(zip(said, expected).allSatisfy { $0.hasSuffix($1) })
        }
        #expect(await logs.droppedLines == 0)
    }

    @Test func theArchiveFindsUnitsRunsAndFiles() async throws {
        let folder = try LogFolder()
        var logs = try await folder.logs()
        let (old, new) = (LoggedExample("RUN1"), LoggedExample("RUN2", startedAt: .example.advanced(by: .seconds(60))))
        let other = LoggedExample("RUN3", bib: "sensor_node", instance: "sensor@FT7DEMO1")
        await logs.consume([old.started, old.completed(.fail), new.started, new.received("x".utf8), other.started])
        for life in 1...2 {
            #expect(
                await logs.units() == [
                    LoggedUnit(bib: "client_demo", uut: "production_uut", runs: 2),
                    LoggedUnit(bib: "sensor_node", uut: "sensor@FT7DEMO1", runs: 1),
                ])
            let runs = await logs.runs(bib: "client_demo", uut: "production_uut")
            #expect(runs.map(\.execution) == ["RUN2", "RUN1"])
            #expect(runs.map(\.verdict) == [life == 1 ? nil : .interrupted, .fail])
            #expect(runs.map(\.startedAt) == [new.startedAt, old.startedAt])
            for run in runs { #expect(run.size == (try folder.bytes(run.path).count)) }
            let file = try #require(await logs.file(bib: "client_demo", uut: "production_uut", run: "RUN1"))
            #expect(file.absolutePath == "\(folder.path)/\(day)/production_uut_port1_14h30.log")
            #expect(file.absoluteJSONPath == "\(folder.path)/\(day)/production_uut_port1_14h30.jsonl")
            #expect(await logs.file(bib: "client_demo", uut: "production_uut", run: nil)?.run.execution == "RUN2")
            #expect(await logs.file(bib: "client_demo", uut: "production_uut", run: "RUN3") == nil)
            #expect(await logs.runs(bib: "nothing", uut: "x").isEmpty)
            logs = try await folder.logs()
        }
    }

    @Test func runsThatTheIndexHasLetGoOfAreFoundInTheTree() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let count = LogIndex.limit + LogIndex.limit / 2
        for number in 0..<count {
            let run = LoggedExample(
                "RUN\(number)", startedAt: .example.advanced(by: .milliseconds(number)))
            await logs.consume([run.started, run.completed(number == 3 ? .fail : .pass)])
        }
        #expect(await logs.index.hasOlder(LogIndex.Unit(bib: "client_demo", instance: "production_uut")))
        #expect(
            await logs.units() == [LoggedUnit(bib: "client_demo", uut: "production_uut", runs: count)])
        let runs = await logs.runs(bib: "client_demo", uut: "production_uut")
        #expect(runs.map(\.execution) == (0..<count).reversed().map { ExecutionID("RUN\($0)") })
        #expect(runs.count { $0.verdict == .pass } == count - 1)
        let old = try #require(await logs.file(bib: "client_demo", uut: "production_uut", run: "RUN3"))
        #expect(old.run.verdict == .fail)
        #expect(try String(contentsOfFile: old.absolutePath, encoding: .utf8).contains("# execution   RUN3\n"))
        #expect(await logs.file(bib: "client_demo", uut: "production_uut", run: "RUNX") == nil)
    }

    @Test func aLogThatSomebodyDeletedIsForgotten() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        let (old, new) = (LoggedExample("RUN1"), LoggedExample("RUN2"))
        await logs.consume([old.started, old.completed(), new.started, new.completed()])
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(day)/production_uut_port1_14h30-2.log")
        #expect(await logs.file(bib: "client_demo", uut: "production_uut", run: nil)?.run.execution == "RUN1")
        #expect(await logs.file(bib: "client_demo", uut: "production_uut", run: "RUN2") == nil)
    }

    @Test func aRunThatNeverBeganLeavesNoFile() async throws {
        let folder = try LogFolder()
        let logs = try await folder.logs()
        await logs.consume([LoggedExample().completed(.aborted)])
        #expect(try folder.files().isEmpty)
    }
}
