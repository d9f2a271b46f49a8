import History
public import RigModel
import RunLogs

/// What a state folder tells of its runs, read beside a service or without one.
public struct StoredRecords: Sendable {
    private let runs: StoredRuns
    private let logs: StoredLogs
    private let zone: StationZone

    /// - Parameter configuration: names the state folder and the zone.
    /// - Throws: `StationError.store` where there is no store that this version can read.
    public init(_ configuration: StationConfiguration) throws(StationError) {
        do { runs = try StoredRuns(path: configuration.state.database) } catch { throw .store("\(error)") }
        logs = StoredLogs(folder: configuration.state.logs)
        zone = configuration.zone
    }

    /// The last runs that have ended and fit; which runs go on or wait only a service knows.
    public func executions(_ filter: ExecutionFilter, limit: Int) async throws -> API.Executions {
        API.Executions(
            active: [], queued: [],
            recent: try await runs.last(filter, limit: limit).map { API.Execution($0, zone: zone) }, nextCursor: nil)
    }

    /// One run with its steps; nil where no run has the id.
    public func execution(_ id: ExecutionID) async throws -> API.ExecutionDetails? {
        try await runs.run(id).map { API.ExecutionDetails($0, zone: zone) }
    }

    /// Alerts of some states, the latest first; what fires now only a service knows.
    public func alerts(_ filter: AlertFilter, limit: Int) async throws -> API.Alerts {
        API.Alerts(
            alerts: try await runs.alerts(filter, limit: limit).map { API.Alert($0, zone: zone) }, nextCursor: nil)
    }

    /// What somebody asked to be changed, the latest first.
    public func audit(_ filter: AuditFilter, limit: Int) async throws -> API.Audit {
        let page = try await runs.audit(filter, cursor: nil, limit: limit)
        return API.Audit(entries: page.entries.map { API.AuditEntry($0, zone: zone) }, nextCursor: nil)
    }

    /// The units that have logs.
    public func logTree() async -> API.LogTree {
        API.LogTree(units: await logs.units().map { .init(bibId: $0.bib, uutId: $0.uut, runs: $0.runs) })
    }

    /// The log of a run, or of the unit's newest where `run` is nil; nil where there is none.
    public func log(bib: BIBID, uut: UUTInstanceID, run: ExecutionID?) async throws -> [UInt8]? {
        try await logs.log(bib: bib, uut: uut, run: run)
    }
}
