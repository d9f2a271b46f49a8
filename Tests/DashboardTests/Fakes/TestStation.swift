import Logging
import RigModel
import ServiceLifecycle
import Support
import Testing

@testable import Dashboard

/// A dashboard over fakes that listens on a port of its own.
struct TestStation: Sendable {
    let server: DashboardServer
    let runs: FakeRunControl
    let leases: FakeLeaseControl
    let archive: FakeArchive
    let exports: FakeExporter
    let logs: FakeLogs
    let alerts: FakeAlerts
    let audit: FakeAudit
    /// What was handed in for the audit.
    let spine: FakeSpine
    let group: ServiceGroup
    let address: ListenAddress

    var hub: EventHub { server.events }
    var client: RawClient { RawClient(address: address) }

    /// Serves while `body` runs, then shuts down gracefully.
    static func run(
        limits: EventLimits = EventLimits(), listen: String = "127.0.0.1:0", facts: StationFacts = Sample.facts,
        _ body: (TestStation) async throws -> Void
    ) async throws {
        let logs = try FakeLogs()
        defer { logs.remove() }
        let hub = EventHub(station: facts, clocks: Sample.clocks, limits: limits)
        let (runs, leases, archive) = (FakeRunControl(), FakeLeaseControl(), FakeArchive())
        let exports = FakeExporter()
        let (alerts, audit, spine) = (FakeAlerts(), FakeAudit(), FakeSpine())
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = DashboardServer(
            configuration: .init(listen: [try ListenAddress(listen)]), events: hub, runs: runs, leases: leases,
            archive: archive, exports: exports, logs: logs, bench: FakeBench(),
            alerts: alerts, audit: audit, spine: spine, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let bound = try await server.waitUntilListening()
            let station = TestStation(
                server: server, runs: runs, leases: leases, archive: archive, exports: exports, logs: logs,
                alerts: alerts, audit: audit, spine: spine, group: group,
                address: try ListenAddress(try #require(bound.first)))
            do {
                try await body(station)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private init(
        server: DashboardServer, runs: FakeRunControl, leases: FakeLeaseControl, archive: FakeArchive,
        exports: FakeExporter,
        logs: FakeLogs, alerts: FakeAlerts, audit: FakeAudit, spine: FakeSpine, group: ServiceGroup,
        address: ListenAddress
    ) {
        self.server = server
        self.runs = runs
        self.leases = leases
        self.archive = archive
        self.exports = exports
        self.logs = logs
        self.alerts = alerts
        self.audit = audit
        self.spine = spine
        self.group = group
        self.address = address
    }

    /// Waits until so many clients listen.
    func waitForClients(_ count: Int) async throws {
        while await hub.clientCount != count { try await Task.sleep(for: .milliseconds(2)) }
    }
}
