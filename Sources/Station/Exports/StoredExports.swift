import History
public import RigModel

/// Files of the runs that a state folder holds, read from its store: whether or not a service works there.
public struct StoredExports: Sendable {
    private let runs: StoredRuns
    private let exports: RunExports

    /// - Parameter configuration: names the state folder, the station and its zone.
    /// - Throws: `StationError.store` where there is no store that this version can read.
    public init(_ configuration: StationConfiguration) throws(StationError) {
        do { runs = try StoredRuns(path: configuration.state.database) } catch { throw .store("\(error)") }
        exports = RunExports(
            runs, labels: ExportLabels(station: configuration.stationID, zone: configuration.zone))
    }

    /// Runs that have ended, oldest first, piece by piece.
    public func export(
        _ filter: ExecutionFilter, as format: ExportFormat, to write: ([UInt8]) async throws -> Void
    ) async throws {
        try await exports.export(filter, as: format, to: write)
    }

    /// Whether no run that has ended fits.
    public func isEmpty(_ filter: ExecutionFilter) async throws -> Bool { try await runs.isEmpty(filter) }

    /// Those of the ids that no run has.
    public func unknown(_ ids: [ExecutionID]) async throws -> [ExecutionID] { try await runs.unknown(ids) }

    /// These runs, in this order.
    ///
    /// - Returns: the ids that no run has; the file lacks them.
    public func export(
        _ ids: [ExecutionID], as format: ExportFormat, to write: ([UInt8]) async throws -> Void
    ) async throws -> [ExecutionID] {
        try await exports.export(ids, as: format, to: write)
    }
}
