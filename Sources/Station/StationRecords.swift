import Dashboard
import History
import Logging
import RigModel
import RunLogs

/// What a station keeps on disk, opened: its state folder, store, logs, and the log of the service itself.
final class StationRecords: Sendable {
    let clocks = Clocks.system
    let store: HistoryStore
    let logs: RunLogs
    let logger: Logger
    /// What a person should know of the opening, one sentence each.
    let notices: [String]
    /// What became of the store that was here, where a fresh one had to be begun.
    let replacement: String?
    private let lock: StateLock
    private let serviceLog: ServiceLog

    /// - Parameter logsToTerminal: whether warnings go to standard error as well, where systemd or a terminal shows them.
    init(
        _ configuration: StationConfiguration, health: HealthBoard, logsToTerminal: Bool
    ) async throws(StationError) {
        let (paths, zone) = (configuration.state, configuration.zone)
        lock = try StateLock(paths)
        let serviceLog: ServiceLog
        do { serviceLog = try ServiceLog(folder: paths.logs, zone: zone, clocks: clocks) } catch {
            throw .stateFolder(path: paths.logs, reason: "\(error)")
        }
        self.serviceLog = serviceLog
        logger = Logger(label: "portpool") { label in
            let file = serviceLog.handler(label: label)
            guard logsToTerminal else { return file }
            var terminal = StreamLogHandler.standardError(label: label)
            terminal.logLevel = .warning
            return MultiplexLogHandler([file, terminal])
        }
        do { store = try HistoryStore(path: paths.database, now: clocks.wall) } catch { throw .store("\(error)") }
        do {
            logs = try await RunLogs.open(
                folder: paths.logs, zone: zone, clocks: clocks, logger: logger, archive: store,
                onTrouble: { health.report($0, from: "logs") })
        } catch { throw .store("\(error)") }
        var notices: [String] = []
        if let damaged = store.damagedFile {
            replacement = "the store was damaged; it is kept as \(damaged), and a fresh one is used"
        } else if store.isNew, await !logs.units().isEmpty {
            replacement = "there are logs of runs and no store, \(paths.database) is gone; a fresh one is used"
        } else {
            replacement = nil
        }
        if let replacement { notices.append(replacement) }
        for run in store.interrupted {
            notices.append("\(run.request.bib)/\(run.request.instance): \(run.explanation)")
        }
        self.notices = notices
    }

    /// Runs that the service left unfinished when it died, and whose units nobody has taken care of.
    func interrupted() async throws(StationError) -> [ExecutionResult] {
        do { return try await store.unrecovered() } catch { throw .store("\(error)") }
    }

    func eventHub(_ configuration: StationConfiguration, version: String) -> EventHub {
        EventHub(
            station: StationFacts(
                stationID: configuration.stationID, version: version, zone: configuration.zone, epoch: store.epoch,
                startedAt: clocks.wall, portAliases: configuration.portAliases), clocks: clocks)
    }
}
