/// Makes files of finished runs.
public protocol ExecutionExporter: Sendable {
    /// One run, whole; nil where no run has the id.
    func export(_ id: ExecutionID, as format: ExportFormat) async throws -> [UInt8]?
    /// Runs that ended in a window, oldest first, piece by piece, so that a million of them take little memory.
    func export(
        _ filter: ExecutionFilter, as format: ExportFormat, to write: ([UInt8]) async throws -> Void
    ) async throws
}

public enum ExportFormat: String, Sendable, Hashable, CaseIterable, Codable {
    case junit, csv, jsonl, html

    public var mediaType: String {
        switch self {
        case .junit: "application/xml"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .jsonl: "application/jsonl"
        case .html: "text/html; charset=utf-8"
        }
    }
    public var fileExtension: String { self == .junit ? "xml" : rawValue }
}
