import FoundationEssentials
import Logging
import RigModel
import ServiceLifecycle
import Support
import Testing

@testable import Dashboard

@Suite(.timeLimit(.minutes(1))) struct ServerTests {
    private func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/dash-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
    private func server(_ listen: [String]) throws -> DashboardServer {
        DashboardServer(
            configuration: .init(listen: try listen.map { try ListenAddress($0) }),
            events: EventHub(station: Sample.facts, clocks: Sample.clocks), runs: FakeRunControl(),
            leases: FakeLeaseControl(), archive: FakeArchive(), exports: FakeExporter(), logs: FakeLogs.absent,
            bench: FakeBench(), alerts: FakeAlerts(), audit: FakeAudit(), spine: FakeSpine(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test(arguments: ["127.0.0.1:0", "localhost:0"]) func saysWhereItListens(listen: String) async throws {
        try await TestStation.run(listen: listen) { station in
            guard case .tcp(_, let port) = station.address else { throw CancellationError() }
            #expect(port > 0)
            let answer = try await station.client.get("/api/v1/status")
            #expect(try answer.json(API.Status.self).stationId == "bench7")
        }
    }

    @Test func anAddressInUseEndsItAtOnceWithItsName() async throws {
        try await TestStation.run { station in
            let second = try server(["127.0.0.1:0", station.address.description])
            let expected = DashboardError.addressInUse(station.address.description)
            await #expect(throws: expected) { try await second.run() }
            await #expect(throws: expected) { try await second.waitUntilListening() }
            #expect(expected.description.contains("\(station.address) is in use"))
            // The first is not harmed.
            #expect(try await station.client.get("/healthz").status == 200)
        }
    }

    @Test func anAddressOfAnotherMachineIsRefused() async throws {
        let server = try server(["192.0.2.1:0"])
        await #expect { try await server.run() } throws: {
            guard case .cannotListen("192.0.2.1:0", _)? = $0 as? DashboardError else { return false }
            return true
        }
    }

    @Test func aUnixSocketServesAndIsRemoved() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/portpool.sock"
        try await TestStation.run(listen: "unix:\(path)") { station in
            #expect(station.address == .unix(path: path))
            let answer = try await station.client.send("GET", "/api/v1/status", host: "anything")
            #expect(answer.status == 200)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// As `uutsim --publish`, socat and ssh lead ports to the socket.
    @Test func aPageOfAnotherSiteDoesNotComeThroughAForwardedPort() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestStation.run(listen: "unix:\(folder)/portpool.sock") { station in
            let rebound = try await station.client.send("GET", "/api/v1/ports", host: "evil.example:8080")
            #expect(try rebound.problem().status == 421)
            let order = try await station.client.send(
                "POST", "/api/v1/executions",
                headers: [("Origin", "http://evil.example"), ("Content-Type", "application/json")],
                body: #"{"bibId":"demo"}"#, host: "127.0.0.1:8080")
            #expect(try order.problem().status == 403)
            #expect(try await station.client.send("GET", "/api/v1/status", host: "127.0.0.1:8080").status == 200)
        }
    }

    @Test func theMachinesOwnNameIsAdmitted() async throws {
        try await TestStation.run { (station) async throws in
            for name in MachineName.all {
                #expect(try await station.client.send("GET", "/api/v1/status", host: "\(name):8080").status == 200)
            }
        }
    }

    @Test func aLiveUnixSocketIsLeftToItsOwner() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let listen = "unix:\(folder)/portpool.sock"
        try await TestStation.run(listen: listen) { station in
            let second = try server([listen])
            await #expect(throws: DashboardError.addressInUse(listen)) { try await second.run() }
            #expect(try await station.client.get("/healthz").status == 200)
        }
    }

    @Test func aStaleUnixSocketIsReplaced() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/portpool.sock"
        try StaleSocket.leave(at: path)
        try await TestStation.run(listen: "unix:\(path)") { (station) async throws in
            #expect(try await station.client.get("/healthz").status == 200)
        }
    }

    @Test func aFileThatIsNoSocketIsLeftAlone() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/portpool.sock"
        try "precious".write(toFile: path, atomically: true, encoding: .utf8)
        let server = try server(["unix:\(path)"])
        await #expect(throws: DashboardError.notASocket(path: path)) { try await server.run() }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func severalAddressesAreServedAlike() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try server(["127.0.0.1:0", "unix:\(folder)/a.sock", "127.0.0.1:0"])
        let group = ServiceGroup(
            configuration: .init(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let bound = try await server.waitUntilListening()
            #expect(bound.count == 3 && bound[1] == "unix:\(folder)/a.sock")
            for address in bound {
                #expect(try await RawClient(address: try ListenAddress(address)).get("/healthz").status == 200)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func cancellationEndsItAsWell() async throws {
        let server = try server(["127.0.0.1:0"])
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            _ = try? await server.waitUntilListening()
            group.cancelAll()
        }
    }

    @Test func runsOfEarlierTimesAreThereFromTheStart() async throws {
        let archive = FakeArchive()
        await archive.add(Sample.result(Sample.request(), .fail))
        let server = DashboardServer(
            configuration: .init(listen: [try ListenAddress("127.0.0.1:0")]),
            events: EventHub(station: Sample.facts, clocks: Sample.clocks), runs: FakeRunControl(),
            leases: FakeLeaseControl(), archive: archive, exports: FakeExporter(), logs: FakeLogs.absent,
            bench: FakeBench(), alerts: FakeAlerts(), audit: FakeAudit(), spine: FakeSpine(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let address = try ListenAddress(try #require(try await server.waitUntilListening().first))
            let snapshot = try await RawClient(address: address).get("/api/v1/snapshot").json(API.Snapshot.self)
            #expect(snapshot.lastVerdicts.map(\.verdict) == [.fail])
            group.cancelAll()
        }
    }
}
