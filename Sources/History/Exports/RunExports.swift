public import RigModel

/// Makes files of the runs of a store.
public struct RunExports: ExecutionExporter {
    /// Bytes that are gathered before they are handed on.
    private static let chunk = 64 << 10

    private let runs: StoredRuns
    private let labels: ExportLabels

    public init(_ runs: StoredRuns, labels: ExportLabels) {
        self.runs = runs
        self.labels = labels
    }

    public func export(_ id: ExecutionID, as format: ExportFormat) async throws -> [UInt8]? {
        guard let run = try await runs.run(id) else { return nil }
        var report = format.report(labels, isOfOneRun: true)
        let piece = report.piece(of: run)
        return Array((report.head + piece + report.tail).utf8)
    }

    public func export(
        _ filter: ExecutionFilter, as format: ExportFormat, to write: ([UInt8]) async throws -> Void
    ) async throws {
        var report = format.report(labels, isOfOneRun: false)
        var waiting = Array(report.head.utf8)
        try await runs.forEach(filter) { run in
            waiting += report.piece(of: run).utf8
            guard waiting.count >= Self.chunk else { return }
            try await write(waiting)
            waiting.removeAll(keepingCapacity: true)
        }
        try await write(waiting + Array(report.tail.utf8))
    }

    /// These runs, in this order.
    ///
    /// - Returns: the ids that no run has; the file lacks them.
    public func export(
        _ ids: [ExecutionID], as format: ExportFormat, to write: ([UInt8]) async throws -> Void
    ) async throws -> [ExecutionID] {
        var report = format.report(labels, isOfOneRun: ids.count == 1)
        var unknown: [ExecutionID] = []
        try await write(Array(report.head.utf8))
        for id in ids {
            guard let run = try await runs.run(id) else {
                unknown.append(id)
                continue
            }
            try await write(Array(report.piece(of: run).utf8))
        }
        try await write(Array(report.tail.utf8))
        return unknown
    }
}
