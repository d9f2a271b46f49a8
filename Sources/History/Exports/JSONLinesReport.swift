internal import FoundationEssentials
internal import RigModel

/// Runs as JSON Lines: each line is what GET executions/{id} answers, bytes in hex and all.
struct JSONLinesReport: RunReport {
    private let labels: ExportLabels

    init(_ labels: ExportLabels) { self.labels = labels }

    var head: String { "" }
    var tail: String { "" }

    func piece(of run: ExecutionDetail) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        // A limit may be infinite, which JSON has no number for.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        do {
            let line = try encoder.encode(API.ExecutionDetails(run, zone: labels.zone))
            return String(decoding: line, as: UTF8.self) + "\n"
        } catch {
            preconditionFailure("a run of the API cannot be written as JSON: \(error)")
        }
    }
}
