internal import RigModel

/// A document about runs, written piece by piece: its head, each run, its tail.
protocol RunReport: Sendable {
    var head: String { get }
    /// The piece of one run; the report may count it.
    mutating func piece(of run: ExecutionDetail) -> String
    var tail: String { get }
}

extension ExportFormat {
    /// - Parameter isOfOneRun: the report is about one run and no more will come.
    func report(_ labels: ExportLabels, isOfOneRun: Bool) -> any RunReport {
        switch self {
        case .junit: JUnitReport(labels)
        case .csv: CSVReport(labels)
        case .jsonl: JSONLinesReport(labels)
        case .html: HTMLReport(labels, isOfOneRun: isOfOneRun)
        }
    }
}
