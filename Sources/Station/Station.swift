import Dashboard
import Execution
import History
import Logging
import Plans
import PortDiscovery
import PortPool
public import RigModel
import RunLogs
import SerialIO
import ServiceLifecycle
import StrictYAML
import UnixSignals

/// A whole station: discovery, pool, runs, store and logs, and the page where it is wanted.
public final class Station: Sendable {
    public let runs: any RunControl
    public let zone: StationZone
    /// What a person should know of the start, one sentence each: a damaged store, runs that were cut off, plans with errors.
    public let notices: [String]

    private let services: [any Service]
    private let dashboard: DashboardServer?
    private let boards: StationBoards
    private let reactor: Reactor
    private let records: StationRecords
    private let longestStop: Duration
    private var logger: Logger { records.logger }

    /// Opens the state, the store and the logs, and reads the plans; nothing else happens until `run` or `serve`.
    ///
    /// - Parameters:
    ///   - servesPage: whether the API and the page are to be served.
    ///   - consumers: get every event after the logs have it.
    public init(
        _ configuration: StationConfiguration, version: String, servesPage: Bool, consumers: [any EventConsumer] = []
    ) async throws(StationError) {
        let listen = servesPage ? try configuration.listenAddresses() : []
        let health = HealthBoard()
        let records = try await StationRecords(configuration, health: health, logsToTerminal: servesPage)
        let (clocks, logger) = (records.clocks, records.logger)
        let hub = servesPage ? records.eventHub(configuration, version: version) : nil
        let journal = EventJournal(
            store: records.store, consumers: [records.logs] + (hub.map { [$0] } ?? []) + consumers, clocks: clocks,
            logger: logger, onTrouble: { health.report($0, from: "store") })
        let catalog = Self.plans(configuration.plansFolder, health: health)
        let source: UdevSource
        do {
            reactor = try Reactor(name: "lines")
            source = try UdevSource(on: reactor, filter: configuration.deviceFilter)
        } catch { throw .discovery("\(error)") }
        health.report(source.warnings, from: "udev")

        let pool = Pool(spine: journal)
        let boards = StationBoards(catalog: catalog, pool: pool, spine: journal, logger: logger)
        let engine = RunEngine(pool: pool, spine: journal, directory: boards, reactor: reactor, clocks: clocks)
        dashboard = hub.map {
            DashboardServer(
                configuration: .init(listen: listen), events: $0, runs: engine, archive: records.store,
                logs: records.logs, bench: boards, logger: logger)
        }
        // They are shut down from the last to the first.
        services =
            [JournalService(journal: journal)] + (dashboard.map { [$0] } ?? []) + [
                PoolClock(pool: pool), PortFollowing(watcher: PortWatcher(source), boards: boards),
                RunService(engine: engine, health: health, journal: journal),
            ]
        runs = engine
        self.boards = boards
        zone = configuration.zone
        self.records = records
        longestStop =
            catalog.plans.flatMap { plan in plan.uuts.map { $0.longestStop(safeState: plan.safeState) } }.max() ?? .zero
        let found = records.notices + catalog.invalid.flatMap { $0.problems.diagnostics.map(\.description) }
        for notice in found { logger.warning("\(notice)") }
        // Discovery logs its own warnings.
        notices = found + source.warnings
        health.attach(journal)
        await boards.announcePlans()
    }

    /// A station without plans still shows what is plugged in, and a plan with errors does not keep the others out.
    private static func plans(_ folder: String, health: HealthBoard) -> PlanCatalog {
        do {
            let catalog = try PlanFolder(folder, loader: .station).load()
            health.report(
                catalog.invalid.map { "the plan \($0.file) has errors; `portpool validate` lists them" }, from: "plans")
            return catalog
        } catch {
            health.report(["\(error)"], from: "plans")
            return PlanCatalog()
        }
    }

    /// Runs the station while `body` works, and then lets it end in good order.
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable (Station) async throws -> Result
    ) async throws -> Result {
        let work = BodyService(station: self, body: body)
        var group = ServiceGroupConfiguration(
            services: Self.orderly(services) + [
                .init(
                    service: work, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            ], logger: logger)
        group.maximumGracefulShutdownDuration = shutdownLimit
        defer { reactor.shutdown() }
        try await ServiceGroup(configuration: group).run()
        return try await work.outcome()
    }

    /// Runs the station until SIGTERM or SIGINT.
    ///
    /// - Parameter listening: told where the page and the API are served, once they are.
    public func serve(listening: @escaping @Sendable ([String]) -> Void) async throws(StationError) {
        var services = services
        if let dashboard { services.append(Announcement(dashboard: dashboard, tell: listening)) }
        var group = ServiceGroupConfiguration(
            services: Self.orderly(services), gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = shutdownLimit
        defer { reactor.shutdown() }
        do { try await ServiceGroup(configuration: group).run() } catch let error as StationError {
            throw error
        } catch { throw .dashboard("\(error)") }
    }

    /// Waits until a board of the BIB is there.
    public func waitForBoard(of bib: BIBID, patience: Duration) async throws(StationError) {
        guard await boards.waitForBoard(of: bib, until: .now + patience) else { throw .noBoard(bib, waited: patience) }
    }

    /// Where one part fails the others still end in order: runs send their STOP, and the journal commits it.
    private static func orderly(_ services: [any Service]) -> [ServiceGroupConfiguration.ServiceConfiguration] {
        services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) }
    }

    /// The longest way out of a run, and time to write it down.
    private var shutdownLimit: Duration { longestStop + .seconds(5) }
}

/// Work that a station is run for; keeps what came of it.
private actor BodyService<Result: Sendable>: Service {
    private let station: Station
    private let body: @Sendable (Station) async throws -> Result
    private var ended: Swift.Result<Result, any Error>?

    init(station: Station, body: @escaping @Sendable (Station) async throws -> Result) {
        self.station = station
        self.body = body
    }

    func run() async throws {
        do { ended = .success(try await body(station)) } catch { ended = .failure(error) }
    }

    func outcome() throws -> Result {
        guard let ended else { throw CancellationError() }
        return try ended.get()
    }
}
