import Alerts
import Dashboard
import Execution
import History
import Logging
import PortDiscovery
import PortPool
public import RigModel
import RunLogs
import SerialIO
import ServiceLifecycle
import UnixSignals

/// A whole station: discovery, pool, runs, store and logs, and the page where it is wanted.
public final class Station: Sendable {
    public let runs: any RunControl
    public let zone: StationZone
    /// Where a program that gives orders without the API writes them down.
    public let auditor: StationAuditor
    /// What a person should know of the start, one sentence each: a damaged store, runs that were cut off, plans with errors.
    public let notices: [String]

    private let services: [any Service]
    private let dashboard: DashboardServer?
    private let boards: StationBoards
    private let engine: RunEngine
    private let reactor: Reactor
    let records: StationRecords
    var logger: Logger { records.logger }

    /// Opens the state, the store and the logs, and reads the plans; nothing else happens until `run` or `serve`.
    ///
    /// - Parameters:
    ///   - servesPage: whether the API and the page are to be served, and runs to be started that nobody asks for.
    ///   - consumers: get every event after the logs have it.
    public init(
        _ configuration: StationConfiguration, version: String, servesPage: Bool, consumers: [any EventConsumer] = []
    ) async throws(StationError) {
        let listen = servesPage ? try configuration.listenAddresses() : []
        let health = HealthBoard()
        let records = try await StationRecords(configuration, health: health, logsToTerminal: servesPage)
        let (clocks, logger) = (records.clocks, records.logger)
        let reactor: Reactor
        let source: any DeviceSource
        do {
            reactor = try Reactor(name: "lines")
            source = try configuration.deviceSource(on: reactor)
        } catch { throw .discovery("\(error)") }
        health.report(source.warnings, from: "devices")

        let alerts = AlertDesk(archive: records.store, clocks: clocks, logger: logger)
        let hub = servesPage ? records.eventHub(configuration, version: version) : nil
        let (underWay, signals) = (UnitsUnderWay(), SignalInputs(on: reactor, logger: logger))
        let journal = EventJournal(
            store: records.store,
            consumers: [records.logs] + (hub.map { [$0] } ?? []) + [alerts, underWay, signals] + consumers,
            clocks: clocks, logger: logger, endurance: .init(bytes: configuration.storeMemory),
            onTrouble: { health.report($0, from: "store") })
        let hooks = StationHooks(on: reactor, spine: journal, clocks: clocks, logger: logger)
        let check = LineCheck(reactor: reactor)
        let pool = Pool(
            on: reactor, spine: journal, clocks: clocks, limits: configuration.leases,
            quarantine: configuration.quarantine,
            healthCheck: { await check.failure(of: $0) })
        let unrestored = await pool.restore(from: records.store) + alerts.restore(on: journal, records)
        let plans = StationPlans(configuration.plansFolder)
        let boards = StationBoards(shelf: plans.shelf, pool: pool, spine: journal, health: health, logger: logger)
        let engine = RunEngine(
            pool: pool, spine: journal, directory: boards, hooks: hooks, reactor: reactor, clocks: clocks,
            parallelRuns: configuration.parallelRuns, hasRoom: { journal.hasRoom })
        let recoveries = Recoveries(
            try await records.interrupted(), runs: engine, underWay: underWay, boards: boards, pool: pool,
            health: health, logger: logger)
        await recoveries.keepPorts()
        let runs = RunsWithRoom(runs: RunsAfterRecovery(engine: engine, recoveries: recoveries)) { journal.hasRoom }
        await signals.attach(runs, boards)
        dashboard = hub.map {
            DashboardServer(
                configuration: .init(listen: listen, hostNames: configuration.hosts), events: $0, runs: runs,
                leases: pool,
                archive: records.store, exports: records.exports(configuration), logs: records.logs, bench: boards,
                alerts: alerts, audit: records.store, spine: journal, logger: logger)
        }
        // They are shut down from the last to the first.
        services =
            [JournalService(journal: journal, logs: records.logs)] + (dashboard.map { [$0] } ?? []) + [
                PoolClock(pool: pool), PortFollowing(source: source, boards: boards, health: health), hooks,
                RunService(engine: engine, health: health, journal: journal), signals,
                plans.following(boards: boards, reactor: reactor, health: health, logger: logger),
                AutomaticRuns(
                    runs: runs, recoveries: recoveries, boards: boards, underWay: underWay, logger: logger,
                    startsByItself: servesPage),
            ]
        self.runs = runs
        self.boards = boards
        self.engine = engine
        self.reactor = reactor
        zone = configuration.zone
        auditor = StationAuditor(spine: journal, clocks: clocks)
        self.records = records
        let found = records.notices + plans.notices + unrestored
        for notice in found { logger.warning("\(notice)") }
        // Discovery logs its own warnings.
        notices = found + source.warnings
        if let trouble = plans.trouble { await boards.lostPlans(trouble) }
        health.attach(journal)
        await boards.announcePlans()
    }

    /// Runs the station while `body` works, and then lets it end in good order.
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable (Station) async throws -> Result
    ) async throws -> Result {
        let work = BodyService(station: self, body: body)
        let group = ServiceGroupConfiguration(
            services: Self.orderly(services) + [
                .init(
                    service: work, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            ], logger: logger)
        try await run(group)
        return try await work.outcome()
    }

    /// Runs the station until SIGTERM or SIGINT.
    ///
    /// - Parameter listening: told where the page and the API are served, once they are.
    public func serve(listening: @escaping @Sendable ([String]) -> Void) async throws(StationError) {
        var services = services
        if let dashboard { services.append(Announcement(dashboard: dashboard, tell: listening)) }
        let group = ServiceGroupConfiguration(
            services: Self.orderly(services), gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        do { try await run(group) } catch let error as StationError {
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

    /// Runs a group of services to its end, which it is given a limited time for.
    private func run(_ group: ServiceGroupConfiguration) async throws {
        defer { reactor.shutdown() }
        var group = group
        let shutdown = ShutdownBell()
        // The last, and so the first that is told.
        group.services.append(.init(service: shutdown, successTerminationBehavior: .ignore))
        let services = ServiceGroup(configuration: group)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await services.run() }
            tasks.addTask {
                await shutdown.rung()
                // Asked only now: by then other plans may be in use than at the start.
                try await Task.sleep(for: self.shutdownLimit())
            }
            // Either the services have ended, or their time is over.
            try await tasks.next()
            tasks.cancelAll()
            do { try await tasks.waitForAll() } catch is CancellationError { return }
        }
    }

    /// The longest way out of a run that is under way: its lines may be opening still, and have to be closed; its hooks to
    /// be lowered, and all to be written down.
    private func shutdownLimit() async -> Duration {
        let lines = await boards.longestUse
        return await engine.longestStop + Self.opening + Self.closing * lines.ports + lines.hooks + .seconds(5)
    }
    /// What a driver is given to open a line, and to close one.
    private static let opening: Duration = .seconds(5)
    private static let closing: Duration = .seconds(2)
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
