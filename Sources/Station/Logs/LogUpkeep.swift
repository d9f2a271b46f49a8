import History
public import RigModel
import RunLogs

/// Holds the logs of a state folder against their seals, and makes them anew from its store: beside a service or without
/// one.
public struct LogUpkeep: Sendable {
    private let configuration: StationConfiguration
    private let logs: StoredLogs

    /// - Parameter configuration: names the state folder and the zone.
    public init(_ configuration: StationConfiguration) {
        self.configuration = configuration
        logs = StoredLogs(folder: configuration.state.logs)
    }

    /// Hands over what became of each log, in the order of BIBs, days and names. Reads every byte, and blocks while it does.
    public func check(bib: BIBID?, uut: UUTInstanceID?, _ body: (LogFinding) -> Void) {
        logs.check(bib: bib, uut: uut) { body(LogFinding($0)) }
    }

    /// Runs whose logs are to be made anew where they are not whole.
    public enum Choice: Sendable {
        case ids([ExecutionID])
        /// All that have ended and fit.
        case filter(ExecutionFilter)
    }

    /// Makes logs anew where they are missing, lack lines, were never sealed, or are not what was sealed.
    ///
    /// - Parameter body: told of each run, in the order of the choice, or of the ends of the runs.
    /// - Returns: the ids that no run has; where there are any, nothing was done.
    /// - Throws: `StationError` where the store cannot be read.
    public func rebuild(_ choice: Choice, _ body: (RebuiltLog) -> Void) async throws -> [ExecutionID] {
        let runs: StoredRuns
        do { runs = try StoredRuns(path: configuration.state.database) } catch {
            throw StationError.store("\(error)")
        }
        // Held to the end: no service begins meanwhile.
        let lock = try takeLock()
        let unknown = try await rebuild(choice, of: runs, isServed: lock == nil, body)
        _ = consume lock
        return unknown
    }

    private func rebuild(
        _ choice: Choice, of runs: StoredRuns, isServed: Bool, _ body: (RebuiltLog) -> Void
    ) async throws -> [ExecutionID] {
        switch choice {
        case .ids(let ids):
            let unknown = try await runs.unknown(ids)
            guard unknown.isEmpty else { return unknown }
            let places = logs.places(bib: nil)
            for id in ids {
                if let run = try await runs.run(id) { body(rebuild(run, at: places[id], isServed)) }
            }
        case .filter(let filter):
            let places = logs.places(bib: filter.bib)
            try await runs.forEach(filter) { run in body(rebuild(run, at: places[run.request.id], isServed)) }
        }
        return []
    }

    private func rebuild(_ run: ExecutionDetail, at path: String?, _ isServed: Bool) -> RebuiltLog {
        do {
            return RebuiltLog(run, try logs.rebuild(run, at: path, zone: configuration.zone, isServed: isServed))
        } catch {
            return RebuiltLog(run, failure: "\(error)")
        }
    }

    /// nil where a service works in the folder.
    private func takeLock() throws(StationError) -> StateLock? {
        do throws(StationError) { return try StateLock(configuration.state) } catch {
            if case .stateInUse = error { return nil }
            throw error
        }
    }
}
