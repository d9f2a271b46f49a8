import FoundationEssentials
import RigModel

/// A log tree of one unit in a folder of its own.
struct FakeLogs: LogArchive {
    let folder: String
    static let text = (1...500).map { "line \($0)\n" }.joined()
    static let json = "{\"text\":\"line 1\"}\n"

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/dashboard-logs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Self.text.write(toFile: folder + "/unit.log", atomically: true, encoding: .utf8)
        try Self.json.write(toFile: folder + "/unit.jsonl", atomically: true, encoding: .utf8)
    }
    /// Without a folder: for a server that is asked for no log.
    private init(folder: String) { self.folder = folder }
    static let absent = FakeLogs(folder: "/nonexistent")

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private let run = LoggedRun(
        execution: Sample.execution(1), path: "BIB_client_demo/unit.log", size: Self.text.utf8.count, verdict: .pass,
        startedAt: Sample.time)

    func units() async throws -> [LoggedUnit] { [LoggedUnit(bib: "client_demo", uut: "production_uut", runs: 1)] }
    func runs(bib: BIBID, uut: UUTInstanceID) async throws -> [LoggedRun] {
        bib == "client_demo" && uut == "production_uut" ? [run] : []
    }
    func file(bib: BIBID, uut: UUTInstanceID, run id: ExecutionID?) async throws -> LogFile? {
        guard bib == "client_demo", uut == "production_uut", id == nil || id == run.execution else { return nil }
        return LogFile(
            run: run, absolutePath: folder + "/unit.log", absoluteJSONPath: folder + "/unit.jsonl")
    }
}
