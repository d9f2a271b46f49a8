import Foundation
import RigModel
import Testing

@testable import RunLogs

/// Logs are held against their seals, and made anew from the store where they are not what was sealed.
@Suite(.timeLimit(.minutes(1))) struct LogCheckTests {
    private let name = "BIB_client_demo/2026-09-01/production_uut_port1_14h30"
    private let run = LoggedExample()
    private var detail: ExecutionDetail {
        ExecutionDetail(
            request: run.request, startedAt: run.startedAt, result: run.result(),
            steps: [run.stored(0, .pass), run.stored(1, .pass)])
    }
    private let whole = ["-- TEST", "TX MEAS\\r\\n", "RX V=0\\r\\n", "-- PASS: V=0 matched"]

    /// A folder with the sealed log of the run, a note of which the store knows nothing in it.
    private func folder(sealed: Bool = true) async throws -> LogFolder {
        let folder = try LogFolder()
        let step = run.stored(0, .pass)
        let logs = try await folder.logs()
        await logs.consume(
            [
                run.started, run.line(.note("TEST"), after: 5, step: nil),
                run.line(.sent(step.attempts[0].sent, step.port), after: 10, step: step.stepID),
                run.line(.received(step.attempts[0].received, step.port), after: 30, step: step.stepID),
                run.line(.note("PASS: V=0 matched"), after: 30, step: step.stepID),
            ] + (sealed ? [run.completed()] : []))
        await logs.finish()
        return folder
    }

    private func state(_ folder: LogFolder) -> LogCheck.State? {
        var checks: [LogCheck] = []
        StoredLogs(folder: folder.path).check(bib: nil, uut: nil) { checks.append($0) }
        #expect(checks.map(\.path) == ["\(name).log"])
        #expect(checks.first?.execution == run.request.id)
        return checks.first?.state
    }

    private func texts(_ folder: LogFolder) throws -> [String] {
        try folder.objects("\(name).jsonl").filter { $0["type"] as? String == "line" }
            .map { "\($0["direction"] ?? "") \($0["text"] ?? "")" }
    }

    private func rebuild(
        _ folder: LogFolder, isServed: Bool = false, at path: String? = nil
    ) throws -> StoredLogs.Rebuilding {
        try StoredLogs(folder: folder.path).rebuild(detail, at: path, zone: .warsaw, isServed: isServed)
    }

    @Test func aSealedLogIsWholeAndLeftAsItIs() async throws {
        let folder = try await folder()
        let before = try ["log", "jsonl"].map { try folder.bytes("\(name).\($0)") }
        #expect(state(folder) == .whole)
        #expect(try rebuild(folder, at: "\(name).log") == .whole("\(name).log"))
        #expect(try ["log", "jsonl"].map { try folder.bytes("\(name).\($0)") } == before)
    }

    /// One letter, one byte more, a line less, above the seal, in it and behind it.
    @Test(arguments: [
        ("log", "V=0", "V=9", "what stands above its seal is not what was sealed"),
        ("log", "V=0\\r", "V=00\\r", "bytes stand above its seal"),
        ("log", "# sealed      ", "# sealed      9", "what stands above its seal is not what was sealed"),
        ("log", "# verdict     PASS", "# verdict     FAIL", "it says FAIL, and its .jsonl PASS"),
        ("jsonl", "V=0", "V=9", "its .jsonl: what stands above its seal is not what was sealed"),
        ("jsonl", #"{"type":"header""#, #"{"type":"header" "#, "its .jsonl: "),
    ])
    func whatSomebodyChangedIsFoundAndMadeGood(file: String, old: String, new: String, told: String) async throws {
        let folder = try await folder()
        let text = try folder.text("\(name).\(file)")
        let place = try #require(text.range(of: old))
        try folder.write(text.replacingCharacters(in: place, with: new), to: "\(name).\(file)")
        guard case .altered(let how) = state(folder) else {
            Issue.record("\(String(describing: state(folder)))")
            return
        }
        #expect(how.contains(told))
        #expect(try rebuild(folder, isServed: true, at: "\(name).log") == .rebuilt("\(name).log"))
        #expect(state(folder) == .whole)
        let lines = try texts(folder)
        // The notes of an altered file are not to be trusted: the steps are the store's alone.
        #expect(lines.starts(with: file == "log" ? whole : Array(whole.dropFirst())), "\(lines)")
        #expect(lines.contains("RX V=1\\r\\n") && !lines.contains { $0.contains("V=9") })
        #expect(try folder.text("\(name).log").contains("# rebuilt     from the store; "))
    }

    @Test func whatStandsBehindASealIsFound() async throws {
        for file in ["log", "jsonl"] {
            let folder = try await folder()
            try folder.write(try folder.text("\(name).\(file)") + "one more\n", to: "\(name).\(file)")
            guard case .altered = state(folder) else {
                Issue.record("\(file): \(String(describing: state(folder)))")
                continue
            }
            #expect(try rebuild(folder, at: "\(name).log") == .rebuilt("\(name).log"))
            #expect(state(folder) == .whole)
        }
    }

    @Test func aLogThatIsGoneIsMadeAnewUnderItsName() async throws {
        let folder = try await folder()
        for file in ["log", "jsonl"] { try FileManager.default.removeItem(atPath: "\(folder.path)/\(name).\(file)") }
        let stored = StoredLogs(folder: folder.path)
        #expect(stored.places(bib: nil).isEmpty)
        #expect(try rebuild(folder, isServed: true) == .rebuilt("\(name).log"))
        #expect(stored.places(bib: "client_demo") == [run.request.id: "\(name).log"])
        #expect(state(folder) == .whole)
        let current = try folder.text("BIB_client_demo/latest/production_uut_current.log")
        #expect(current == (try folder.text("\(name).log")) && current.contains("# verdict     PASS"))
        // A half of it is made good as well.
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(name).jsonl")
        #expect(state(folder) == .altered("its .jsonl is gone"))
        #expect(try rebuild(folder, at: "\(name).log") == .rebuilt("\(name).log"))
        #expect(state(folder) == .whole)
    }

    /// An older one that is made anew does not become the unit's current one.
    @Test func latestStaysWithTheNewest() async throws {
        let folder = try await folder()
        let later = LoggedExample(
            "01J6Z3Q0W8YV5T2K4M6N8P0R2T", startedAt: run.startedAt.advanced(by: .seconds(120)))
        await (try folder.logs()).consume([later.started, later.completed(explanation: "the later one")])
        for file in ["log", "jsonl"] { try FileManager.default.removeItem(atPath: "\(folder.path)/\(name).\(file)") }
        #expect(try rebuild(folder) == .rebuilt("\(name).log"))
        #expect(try folder.text("BIB_client_demo/latest/production_uut_current.log").contains("the later one"))
    }

    @Test func aLogWithoutASealIsTheServicesWhileThereIsOne() async throws {
        let folder = try await folder(sealed: false)
        #expect(state(folder) == .open)
        #expect(try rebuild(folder, isServed: true, at: "\(name).log") == .beingWritten("\(name).log"))
        #expect(state(folder) == .open)
        #expect(try rebuild(folder, at: "\(name).log") == .rebuilt("\(name).log"))
        #expect(state(folder) == .whole)
        #expect(try texts(folder).starts(with: whole))
    }

    @Test func aRunThatHasNotEndedOrNeverBeganHasNoLogToMake() async throws {
        let folder = try LogFolder()
        var detail = detail
        detail.startedAt = nil
        let stored = StoredLogs(folder: folder.path)
        #expect(try stored.rebuild(detail, at: nil, zone: .warsaw, isServed: false) == .neverBegan)
        detail.result = nil
        #expect(try stored.rebuild(detail, at: nil, zone: .warsaw, isServed: false) == .underWay)
        #expect(try folder.files() == [])
    }

    /// The service beside which a log was made anew finds it by the run's id.
    @Test func aServiceFindsWhatWasMadeAnewBesideIt() async throws {
        let folder = try await folder()
        let logs = try await folder.logs()
        for file in ["log", "jsonl"] { try FileManager.default.removeItem(atPath: "\(folder.path)/\(name).\(file)") }
        let id = run.request.id
        #expect(await logs.file(bib: "client_demo", uut: "production_uut", run: id) == nil)
        #expect(try rebuild(folder, isServed: true) == .rebuilt("\(name).log"))
        let found = await logs.file(bib: "client_demo", uut: "production_uut", run: id)
        #expect(found?.run.path == "\(name).log" && found?.run.verdict == .pass)
    }
}
