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
    private let bench: Bench
    private let reactor: Reactor
    private let lock: StateLock
    private let longestStop: Duration
    private let logger: Logger
    private let serviceLog: ServiceLog

    /// Opens the state, the store and the logs, and reads the plans; nothing else happens until `run`.
    ///
    /// - Parameters:
    ///   - servesPage: whether the API and the page are to be served.
    ///   - consumers: get every event after the logs have it.
    public init(
        _ configuration: StationConfiguration, version: String, servesPage: Bool,
        consumers: [any EventConsumer] = []
    ) async throws(StationError) {
        let clocks = Clocks.system
        let zone = configuration.zone
        lock = try StateLock(configuration.state)
        let serviceLog: ServiceLog
        do {
            serviceLog = try ServiceLog(folder: configuration.state.logs, zone: zone, clocks: clocks)
        } catch { throw .stateFolder(path: configuration.state.logs, reason: "\(error)") }
        let logger = Logger(label: "portpool") { label in
            let file = serviceLog.handler(label: label)
            guard servesPage else { return file }
            // What needs a person also goes to where systemd or a terminal shows it.
            var terminal = StreamLogHandler.standardError(label: label)
            terminal.logLevel = .warning
            return MultiplexLogHandler([file, terminal])
        }
        self.serviceLog = serviceLog
        let health = HealthBoard()
        let store: HistoryStore
        do { store = try HistoryStore(path: configuration.state.database, now: clocks.wall) } catch {
            throw .store("\(error)")
        }
        let logs: RunLogs
        do {
            logs = try await RunLogs.open(
                folder: configuration.state.logs, zone: zone, clocks: clocks, logger: logger, archive: store,
                onTrouble: { health.report($0, from: "logs") })
        } catch { throw .store("\(error)") }

        var services: [any Service] = []
        var dashboard: DashboardServer?
        var allConsumers: [any EventConsumer] = [logs]
        var hub: EventHub?
        if servesPage {
            let made = EventHub(
                station: StationFacts(
                    stationID: configuration.stationID, version: version, zone: zone, epoch: store.epoch,
                    startedAt: clocks.wall), clocks: clocks)
            hub = made
            allConsumers.append(made)
        }
        allConsumers += consumers
        let journal = EventJournal(
            store: store, consumers: allConsumers, clocks: clocks, logger: logger,
            onTrouble: { health.report($0, from: "store") })

        let catalog: PlanCatalog
        do {
            catalog = try PlanFolder(configuration.plansFolder, loader: .station).load()
            let broken = catalog.invalid.map { "the plan \($0.file) has errors; `portpool validate` lists them" }
            health.report(broken, from: "plans")
        } catch {
            // A station without plans still shows what is plugged in.
            catalog = PlanCatalog()
            health.report(["\(error)"], from: "plans")
        }
        do { reactor = try Reactor(name: "lines") } catch { throw .discovery("\(error)") }
        let source: UdevSource
        do {
            let listed = configuration.devices.map {
                DeviceFilter.USBProduct(vendorID: $0.vendorID, productID: $0.productID)
            }
            source = try UdevSource(on: reactor, filter: DeviceFilter(listed: Set(listed)))
            health.report(source.warnings, from: "udev")
        } catch { throw .discovery("\(error)") }

        let pool = Pool(spine: journal)
        bench = Bench(catalog: catalog, pool: pool, spine: journal, logger: logger)
        let engine = RunEngine(pool: pool, spine: journal, directory: bench, reactor: reactor, clocks: clocks)
        services.append(JournalService(journal: journal))
        if let hub {
            var listen: [ListenAddress] = []
            for text in configuration.listen {
                do { listen.append(try ListenAddress(configuration.state.resolved(text))) } catch {
                    throw .badConfiguration(["\(error)"])
                }
            }
            let server = DashboardServer(
                configuration: .init(listen: listen), events: hub, runs: engine, archive: store, logs: logs,
                bench: bench, logger: logger)
            services.append(server)
            dashboard = server
        }
        services.append(PoolClock(pool: pool))
        services.append(PortFollowing(watcher: PortWatcher(source), bench: bench, health: health))
        services.append(RunService(engine: engine, health: health, journal: journal))

        var notices = catalog.invalid.flatMap { $0.problems.diagnostics.map(\.description) }
        if let damaged = store.damagedFile {
            notices.append("the store was damaged; it is kept as \(damaged), and a fresh one is used")
        }
        for run in store.interrupted { notices.append("\(run.request.bib)/\(run.request.instance): \(run.explanation)") }
        for notice in notices { logger.warning("\(notice)") }
        // Discovery logs its own warnings.
        self.notices = notices + source.warnings
        self.services = services
        self.dashboard = dashboard
        self.zone = zone
        self.logger = logger
        runs = engine
        longestStop =
            catalog.plans.flatMap { plan in plan.uuts.map { $0.longestStop(safeState: plan.safeState) } }.max() ?? .zero
        health.attach(journal)
        await bench.announcePlans()
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
        guard await bench.waitForBoard(of: bib, until: .now + patience) else { throw .noBoard(bib, waited: patience) }
    }

    /// Where one part fails the others still end in order: runs send their STOP, and the journal commits it.
    private static func orderly(_ services: [any Service]) -> [ServiceGroupConfiguration.ServiceConfiguration] {
        services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) }
    }

    /// The longest way out of a run, and time to write it down.
    private var shutdownLimit: Duration { longestStop + .seconds(5) }
}

extension StatePaths {
    /// A socket's path is meant from the state folder.
    func resolved(_ address: String) -> String {
        guard address.hasPrefix("unix:"), !address.hasPrefix("unix:/") else { return address }
        return "unix:\(folder)/\(address.dropFirst(5))"
    }
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
