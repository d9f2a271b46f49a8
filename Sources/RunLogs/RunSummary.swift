internal import RigModel

/// The last run of a BIB at a glance: `latest/last_execution_summary.log`.
struct RunSummary: Sendable {
    private let result: ExecutionResult
    private let log: String

    /// - Parameter log: of the run, below the root.
    init(_ result: ExecutionResult, log: String) {
        self.result = result
        self.log = log
    }

    func text(_ zone: StationZone) -> String {
        var fields = LogFields()
        fields.add("verdict", result.verdict.rawValue)
        if !result.explanation.isEmpty { fields.add("why", result.explanation) }
        if let step = result.decidingStep { fields.add("step", step) }
        fields.add("bib", result.request.bib.rawValue)
        fields.add("uut", result.request.instance.rawValue)
        if let serial = result.unitSerial { fields.add("serial", serial) }
        fields.add("execution", result.request.id.rawValue)
        if let start = result.startedAt { fields.add("started", "\(zone.rfc3339(start)) \(zone.name)") }
        fields.add(
            "took", "\(result.duration.seconds) s, \(result.stepsDone) of \(result.request.stepCount) steps done")
        fields.add("log", log)
        return fields.text.split(separator: "\n").map { $0.dropFirst(2) + "\n" }.joined()
    }
}
