internal import Hummingbird
public import Logging
internal import NIOCore
public import RigModel
public import ServiceLifecycle

/// The web side of the station: the REST API, the event streams and the page, on all its addresses.
///
/// On a graceful shutdown it says `bye` on every stream, answers what it has been asked and ends; a client that takes
/// nothing cannot hold it up for longer than `EventLimits.farewell`, and no answer for longer than
/// `Configuration.shutdownLimit`.
public struct DashboardServer: Service, CustomStringConvertible {
    public struct Configuration: Sendable {
        public var listen: [ListenAddress]
        /// Names, beside the addresses themselves and the machine's own, by which browsers may come here.
        public var hostNames: [String]
        /// From the graceful shutdown to the end of every connection.
        public var shutdownLimit: Duration
        public init(
            listen: [ListenAddress], hostNames: [String] = [], shutdownLimit: Duration = .milliseconds(2_500)
        ) {
            self.listen = listen
            self.hostNames = hostNames
            self.shutdownLimit = shutdownLimit
        }
    }

    /// Gets the events of the station; to be registered with the store.
    public let events: EventHub
    public var description: String { "Dashboard" }

    private let configuration: Configuration
    private let endpoints: Endpoints
    private let ticker: LiveTicker
    private let clock: any Clock<Duration>
    private let listening: Listening
    private let logger: Logger

    /// - Parameters:
    ///   - events: made beforehand, since the store feeds it.
    ///   - spine: gets what was asked for, for the audit.
    ///   - clock: times heartbeats, batches and the shutdown.
    public init(
        configuration: Configuration, events: EventHub, runs: any RunControl, leases: any LeaseControl,
        archive: any ExecutionArchive, exports: any ExecutionExporter, logs: any LogArchive, bench: any BenchInventory,
        alerts: any AlertControl, audit: any AuditArchive, spine: any EventSpine, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.events = events
        self.logger = logger
        self.clock = clock
        listening = Listening(count: configuration.listen.count)
        let metrics = MetricsReader(archive: archive, station: events.station, clocks: events.clocks)
        endpoints = Endpoints(
            hub: events, runs: runs, leases: leases, archive: archive, exports: exports, logs: logs, bench: bench,
            alerts: alerts, audit: audit, spine: spine, metrics: metrics)
        ticker = LiveTicker(hub: events, metrics: metrics, clock: clock, logger: logger)
    }

    /// Waits until it listens on every address, and says where: `127.0.0.1:8080`, `unix:/path`. `run()` must be running, or
    /// be run later.
    ///
    /// - Throws: the error that `run()` ends with, where it never listens; `CancellationError` where it ended without one.
    public func waitUntilListening() async throws -> [String] { try await listening.wait() }

    /// Serves until the task is cancelled or the service is shut down gracefully.
    ///
    /// - Throws: `DashboardError` where an address cannot be had.
    public func run() async throws {
        do {
            try await serve()
            await listening.fail(CancellationError())
        } catch {
            await listening.fail(error)
            throw error
        }
    }

    private func serve() async throws {
        await recall()
        let (table, page) = (endpoints.table, PageAssets.builtIn)
        let names = configuration.hostNames + MachineName.all
        let auditor = Auditor(spine: endpoints.spine, clocks: endpoints.clocks)
        try await withThrowingTaskGroup(of: Ending.self) { group in
            for (index, address) in configuration.listen.enumerated() {
                let responder = DashboardResponder(
                    table: table, page: page, hosts: HostPolicy(address, extra: names), auditor: auditor)
                group.addTask {
                    try await listen(on: address, at: index, responder)
                    return .served
                }
            }
            group.addTask {
                await ticker.run()
                return .ticked
            }
            group.addTask { await farewell() }
            var serving = configuration.listen.count
            while serving > 0, let ending = try await group.next() {
                if ending == .served { serving -= 1 }
                if ending == .expired { break }
            }
            group.cancelAll()
        }
    }

    /// Takes in the last runs of earlier times. Without them the page still shows all that happens now, and why the store
    /// cannot be read.
    private func recall() async {
        do {
            await events.seed(
                try await endpoints.archive.executions(ExecutionFilter(), cursor: nil, limit: 200).results)
        } catch {
            logger.warning("earlier runs cannot be read from the store", metadata: ["error": "\(error)"])
        }
    }

    /// Why a part of the server has ended.
    private enum Ending: Sendable { case served, ticked, expired }

    /// Waits for the shutdown, says goodbye, and returns when the rest has had its time.
    private func farewell() async -> Ending {
        do {
            try await gracefulShutdown()
            await events.stop()
            try await clock.sleep(for: events.limits.farewell)
            await events.disconnectStalled(for: .zero)
            try await clock.sleep(for: configuration.shutdownLimit - events.limits.farewell)
        } catch {
            // Cancelled: everything else has ended already, or is being ended the hard way.
        }
        return .expired
    }

    private func listen(on address: ListenAddress, at index: Int, _ responder: DashboardResponder) async throws {
        if case .unix(let path) = address { try UnixSocketFile.makeRoom(at: path) }
        let socketFile = SocketFileBox()
        let application = Application(
            responder: responder, server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(address: address.bindAddress, reuseAddress: true),
            onServerRunning: { channel in
                if case .unix(let path) = address { await socketFile.set(UnixSocketFile(at: path)) }
                await listening.add(address.bound(to: channel.localAddress?.port), at: index)
            }, logger: ServerLog.around(logger))
        do {
            try await application.run()
        } catch let error as IOError {
            throw DashboardError(error, address)
        }
        await socketFile.file?.remove()
    }
}

/// Keeps the socket file that was made, so that exactly this one is removed.
private actor SocketFileBox {
    private(set) var file: UnixSocketFile?
    func set(_ file: UnixSocketFile?) { self.file = file }
}

extension ListenAddress {
    fileprivate var bindAddress: BindAddress {
        switch self {
        case .tcp(let host, let port): .hostname(host, port: port)
        case .unix(let path): .unixDomainSocket(path: path)
        }
    }
    /// The address with the port that the system chose.
    fileprivate func bound(to port: Int?) -> String {
        guard case .tcp(let host, let asked) = self else { return description }
        return ListenAddress.tcp(host: host, port: port ?? asked).description
    }
}
