import APIClient
import ArgumentParser
import RigModel
import Station

struct ExecutionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "executions", abstract: "Runs: those that go on, those that wait, and the last ones.",
        discussion: """
            portpool executions
            portpool executions --bib client_demo --verdict FAIL
            portpool executions 01JD3V6T4N0000000000000000

            With an id: that one run, with its steps and bytes. Where no service
            answers, the runs that have ended are read from the state folder's store.
            """)

    @Argument(help: "The id of one run.") var id: String?
    @Option(help: "Only this BIB's.") var bib: String?
    @Option(help: "Only this unit's: its id, or unit@board.") var uut: String?
    @Option(help: "Only with this verdict.") var verdict: Verdict?
    @Option(help: "Only those that ended at or after: \(TimeArgument.forms).", transform: TimeArgument.init(_:))
    var since: TimeArgument?
    @Option(help: "How many of the last ones, 200 at most.") var limit = 20
    @OptionGroup var service: ServiceOptions
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if !(1...200).contains(limit) { throw ValidationError("--limit must be 1 to 200") }
    }

    func run() async throws {
        if let id { return try await show(ExecutionID(id)) }
        var query = [("limit", "\(limit)")]
        for (name, value) in [
            ("bib", bib), ("uut", uut), ("verdict", verdict?.rawValue), ("from", since?.rfc3339),
        ] {
            if let value { query.append((name, value)) }
        }
        let (wanted, limit) = (query, limit)
        let filter = ExecutionFilter(bib: bib.map { BIBID($0) }, uut: uut, verdict: verdict, from: since?.instant)
        let executions = try await service.ask(orRead: { try await $0.executions(filter, limit: limit) }) {
            try await $0.executions(wanted)
        }
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
        let read: (StoredRecords) async throws -> API.ExecutionDetails? = { try await $0.execution(id) }
        guard let run = try await service.ask(orRead: read, { try await $0.execution(id) }) else {
            Terminal.error("no execution has the id '\(id)'")
            throw ExitStatus.usage
        }
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
