import RigModel

/// Prints runs as they happen, one line a step.
///
///     production_uut  START  reset           PASS     31 ms  'OK' fits pass '^OK$'
struct RunPrinter {
    private let name: Int
    private let isQuiet: Bool
    private var stepWidth = 16

    /// - Parameters:
    ///   - names: of all units that run, for the width of the first column.
    ///   - isQuiet: only verdicts.
    init(names: [UUTInstanceID], isQuiet: Bool) {
        name = names.map(\.rawValue.count).max() ?? 0
        self.isQuiet = isQuiet
    }

    mutating func queued(_ run: API.QueuedExecution) {
        guard !isQuiet, !run.waitingFor.isEmpty else { return }
        line(run.uutId, "waits for \(run.waitingFor.joined(separator: ", "))")
    }

    mutating func phase(_ phase: API.PhaseStarted) {
        stepWidth = max(stepWidth, phase.steps.map(\.count).max() ?? 0)
    }

    func step(_ step: API.Step) {
        guard !isQuiet else { return }
        let duration = DurationText.of(milliseconds: step.durationMs)
        line(
            step.uutId,
            "\(step.phase.rawValue.padded(to: 6)) \(step.step.padded(to: stepWidth)) "
                + "\(Terminal.coloured(step.verdict, width: 9)) "
                + String(repeating: " ", count: max(0, 8 - duration.count)) + duration
                + "  \(Terminal.visible(step.explanation))")
    }

    func completed(_ run: API.Execution) {
        line(
            run.uutId,
            "\(Terminal.coloured(run.verdict))  \(DurationText.of(milliseconds: run.durationMs))  "
                + Terminal.visible(run.explanation))
    }

    private func line(_ uut: UUTInstanceID, _ text: String) {
        Terminal.print("\(uut.rawValue.padded(to: name))  \(text)")
    }
}
