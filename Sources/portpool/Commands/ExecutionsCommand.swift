import APIClient
import ArgumentParser
import RigModel

struct ExecutionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "executions", abstract: "Runs: those that go on, those that wait, and the last ones.",
        discussion: """
            portpool executions
            portpool executions --bib client_demo --verdict FAIL
            portpool executions 01JD3V6T4N0000000000000000

            With an id: that one run, with its steps and bytes.
            """)

    @Argument(help: "The id of one run.") var id: String?
    @Option(help: "Only this BIB's.") var bib: String?
    @Option(help: "Only this unit's: its id, or unit@board.") var uut: String?
    @Option(help: "Only with this verdict: PASS, WARN, FAIL, CRITICAL, TIMEOUT, ERROR, ABORTED, INTERRUPTED.")
    var verdict: String?
    @Option(help: "Only those that ended after this time (RFC 3339).") var since: String?
    @Option(help: "How many of the last ones.") var limit = 20
    @OptionGroup var service: ServiceOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        if let id { return try await show(ExecutionID(id)) }
        var query = [("limit", "\(limit)")]
        for (name, value) in [("bib", bib), ("uut", uut), ("verdict", verdict), ("from", since)] {
            if let value { query.append((name, value)) }
        }
        let wanted = query
        let executions = try await service.ask { try await $0.executions(wanted) }
        if json { return Terminal.print(try JSONText.of(executions)) }
        var table = Table("EXECUTION", "BIB", "UNIT", "VERDICT", "STARTED", "DURATION", "WHY")
        for run in executions.queued {
            table.add(
                run.executionId.rawValue, run.bibId.rawValue, run.uutId.rawValue, "queued", "-", "-",
                "waits for \(run.waitingFor.joined(separator: ", "))")
        }
        for run in executions.active {
            table.add(
                run.executionId.rawValue, run.bibId.rawValue, run.uutId.rawValue, "running", run.startTime,
                DurationText.of(milliseconds: run.durationMs),
                "\(run.currentPhase?.rawValue ?? "") step \(run.stepIndex) of \(run.stepCount) \(run.step ?? "")")
        }
        for run in executions.recent {
            table.add(
                run.executionId.rawValue, run.bibId.rawValue, run.uutId.rawValue, run.verdict.rawValue,
                run.startTime ?? "-", DurationText.of(milliseconds: run.durationMs), run.explanation)
        }
        Terminal.print(table.text)
    }

    private func show(_ id: ExecutionID) async throws {
        let run = try await service.ask { try await $0.execution(id) }
        if json { return Terminal.print(try JSONText.of(run)) }
        Terminal.print(
            "\(run.executionId)  \(run.bibId)/\(run.uutId) on \(run.boardId), plan \(run.planHash.prefix(12))")
        let printer = RunPrinter(names: [run.uutId], isQuiet: false)
        for step in run.steps {
            printer.step(step)
            for attempt in step.attempts {
                Terminal.print("    \(attempt.number)  TX \(attempt.sent)")
                Terminal.print("       RX \(attempt.received)  \(attempt.outcome)")
            }
        }
        if let result = run.result { printer.completed(result) }
    }
}
