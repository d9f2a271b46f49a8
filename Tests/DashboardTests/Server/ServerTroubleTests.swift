import FoundationEssentials
import Locking
import Logging
import RigModel
import Support
import Testing

@testable import Dashboard

@Suite(.timeLimit(.minutes(1))) struct ServerTroubleTests {
    private final class Lines: Sendable {
        private let kept = Lock<[String]>([])
        var all: [String] { kept.withLock { $0 } }
        func add(_ line: String) { kept.withLock { $0.append(line) } }
    }

    /// Keeps what is logged at `warning` and above.
    private struct Recorder: LogHandler {
        let lines: Lines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) {
            if event.level >= .warning { lines.add("\(event.message)") }
        }
    }

    @Test func theAddressesThatCouldBeHadAreGivenUpWithoutAWord() async throws {
        let lines = Lines()
        try await TestStation.run { station in
            let folder = FileManager.default.temporaryDirectory.path + "/dash-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let addresses = ["unix:\(folder)/a.sock", "127.0.0.1:0", station.address.description]
            let server = DashboardServer(
                configuration: .init(listen: try addresses.map { try ListenAddress($0) }),
                events: EventHub(station: Sample.facts, clocks: Sample.clocks), runs: FakeRunControl(),
                leases: FakeLeaseControl(), archive: FakeArchive(), exports: FakeExporter(), logs: FakeLogs.absent,
                bench: FakeBench(), alerts: FakeAlerts(), audit: FakeAudit(), spine: FakeSpine(),
                logger: Logger(label: "test") { _ in Recorder(lines: lines) })
            await #expect(throws: DashboardError.addressInUse(station.address.description)) { try await server.run() }
        }
        #expect(lines.all == [])
    }

    @Test func otherTroubleOfTheServerIsLogged() {
        let lines = Lines()
        let logger = ServerLog.around(Logger(label: "test") { _ in Recorder(lines: lines) })
        logger.error("Waiting on child channel: CancellationError()")
        logger.error("Waiting on child channel: too many files")
        #expect(lines.all == ["Waiting on child channel: too many files"])
    }

    @Test func aSocketIsNotToldOfPorts() {
        let socket = DashboardError.cannotListen("unix:/no/a.sock", reason: "No such file or directory").description
        #expect(socket.contains("a folder that is there") && !socket.contains("1023"))
        #expect(DashboardError.cannotListen("1.2.3.4:80", reason: "x").description.contains("above 1023"))
    }
}
