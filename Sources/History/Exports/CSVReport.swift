internal import RigModel

/// Runs as CSV (RFC 4180): a row for each measurement of each step, one for a step that measured nothing, and one for a
/// run without steps. What belongs to the run or to the step is repeated in each of its rows.
struct CSVReport: RunReport {
    static let columns = [
        "execution", "bib", "uut", "board", "unit_serial", "run_verdict", "run_started", "run_ended", "run_duration_ms",
        "run_explanation", "deciding_step", "plan_hash", "origin", "recovers", "phase", "pass", "step", "port",
        "step_verdict", "attempts", "retried", "step_started", "step_duration_ms", "step_explanation", "hints", "sent",
        "received", "measurement", "value", "text", "unit", "min", "max", "level",
    ]
    /// A spreadsheet's cell holds 32,767 characters, and a byte may become four of them.
    private static let shownBytes = 8_000

    private let labels: ExportLabels

    init(_ labels: ExportLabels) { self.labels = labels }

    var head: String { CSVRow(Self.columns.map(CSVRow.Field.text)).text }
    var tail: String { "" }

    func piece(of run: ExecutionDetail) -> String {
        let own = fields(of: run)
        let all = run.steps.isEmpty ? [own] : run.steps.flatMap { step in rows(of: step).map { own + $0 } }
        return all.map { CSVRow($0, width: Self.columns.count).text }.joined()
    }

    private func fields(of run: ExecutionDetail) -> [CSVRow.Field] {
        let (request, result) = (run.request, run.result)
        return [
            .text(request.id.rawValue), .text(request.bib.rawValue), .text(request.instance.rawValue),
            .text(request.board.rawValue), .text(result?.unitSerial ?? ""), .text(result?.verdict.rawValue ?? ""),
            .text(run.startedAt.map(labels.zone.rfc3339) ?? ""),
            .text(result.map { labels.zone.rfc3339($0.endedAt) } ?? ""), .number(result?.duration.milliseconds),
            .text(result?.explanation ?? ""), .text(result?.decidingStep ?? ""), .text(request.planHash),
            .text(request.origin), .text(request.recovers?.rawValue ?? ""),
        ]
    }

    private func rows(of step: StepRecord) -> [[CSVRow.Field]] {
        let last = step.attempts.last
        let own: [CSVRow.Field] = [
            .text(step.position.phase.rawValue), .number(step.position.iteration), .text(step.stepID),
            .text(step.port.rawValue), .text(step.verdict.rawValue), .number(step.attempts.count),
            .text(step.retried ? "yes" : "no"), .text(labels.zone.rfc3339(step.startedAt)),
            .number(step.duration.milliseconds), .text(step.explanation), .text(step.hints.joined(separator: " ")),
            .text("\(VisibleExcerpt(last?.sent ?? [], limit: Self.shownBytes))"),
            .text("\(VisibleExcerpt(last?.received ?? [], limit: Self.shownBytes))"),
        ]
        guard !step.measurements.isEmpty else { return [own] }
        return step.measurements.map { measurement in
            own + [
                .text(measurement.name), .number(measurement.value), .text(measurement.text), .text(measurement.unit),
                .number(measurement.min), .number(measurement.max), .text(measurement.level.rawValue),
            ]
        }
    }
}
