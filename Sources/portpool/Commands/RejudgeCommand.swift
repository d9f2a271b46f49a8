import ArgumentParser
import RigModel
import Station

struct RejudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejudge", abstract: "What would past runs have come to under an edited plan?",
        discussion: """
            portpool rejudge /tmp/client_demo.yaml --since 7d
            portpool rejudge bibs/client_demo.yaml --uut production_uut --json

            Before a limit or a pattern is changed: applies the plan file to the answers
            that are stored, byte by byte, and lists every verdict that would flip, and
            why. The file bears the BIB's name; the service need not know it. The state
            folder's store is read, beside a service or without one.

            What no record tells is not guessed: a step that is new or sends another
            command keeps its verdict and is counted as not judged; silence stays
            silence; a run that would have gone on is as good as it looks 'at best'.

            Exit status 0 where no verdict flips, 1 where one does, 4 for a bad plan.
            """)

    @Argument(help: "The edited plan file.") var plan: String
    @Option(help: "Only runs that ended since: \(TimeArgument.forms).", transform: TimeArgument.init(_:))
    var since: TimeArgument?
    @Option(help: "Only this unit's: its id, or unit@board.") var uut: String?
    @Option(help: "The state folder, which holds the store. \(StateFolderHelp.text)") var state: String?
    @Option(help: "Configuration of the station. Default: ./rig.yaml if there, else /etc/portpool/rig.yaml.")
    var config: String?
    @Flag(help: "Print JSON.") var json = false

    private struct Answer: Encodable {
        let bibId: BIBID
        let planHash: String
        let totals: RejudgeReport.Totals
        let runs: [RejudgeReport.Run]
    }

    func run() async throws {
        let totals: RejudgeReport.Totals
        do {
            let configuration = try StationConfiguration.load(file: config, state: state)
            let rejudge = try StoredRejudge(planFile: plan, configuration)
            var runs: [RejudgeReport.Run] = []
            totals = try await rejudge.run(since: since?.instant, uut: uut) { run in
                if json { runs.append(run) } else { show(run) }
            }
            if json {
                let answer = Answer(
                    bibId: rejudge.plan.bib, planHash: rejudge.plan.hash, totals: totals, runs: runs)
                Terminal.print(try JSONText.of(answer))
            } else {
                show(totals, of: rejudge.plan.bib)
            }
        } catch let bad as StoredRejudge.BadPlan {
            for error in bad.errors { Terminal.error(error) }
            throw ExitStatus.badPlan
        } catch let error as StationError {
            Terminal.error("\(error)")
            throw error.isConfiguration ? ExitStatus.badPlan : ExitStatus.rigError
        }
        if totals.runsWithFlips > 0 { throw ExitStatus.flipped }
    }

    private func show(_ run: RejudgeReport.Run) {
        let change =
            run.from == run.to
            ? "\(run.from.rawValue) as before"
            : "\(Terminal.coloured(run.from)) -> \(run.isAtBest ? "at best " : "")\(Terminal.coloured(run.to))"
        Terminal.print("\(run.executionId)  \(run.uutId)  \(run.endTime ?? "")  \(change)")
        for step in run.steps {
            let pass = step.iteration > 1 ? " (pass \(step.iteration))" : ""
            Terminal.print(
                "    \(step.phase.rawValue) \(step.step)\(pass)  \(Terminal.coloured(step.from)) -> "
                    + "\(Terminal.coloured(step.to))  \(Terminal.visible(step.explanation))")
            Terminal.print("        was: \(Terminal.visible(step.was))")
            for doubt in step.doubts { Terminal.print("        doubt: \(doubt)") }
        }
    }

    private func show(_ totals: RejudgeReport.Totals, of bib: BIBID) {
        guard totals.runs > 0 else {
            let chosen = uut == nil && since == nil ? "" : " and fits the options"
            return Terminal.print("nothing was judged: no run of '\(bib)' is stored that has ended\(chosen)")
        }
        func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
        let outcome =
            totals.runsWithFlips == 0
            ? "every verdict stays as it is"
            : "\(count(totals.flippedRuns, "run")) and \(count(totals.flippedSteps, "step")) would have another verdict"
        Terminal.print(
            "\(count(totals.runs, "run")), \(count(totals.judgedSteps, "step")) judged anew: \(outcome)")
        if totals.doubtfulSteps > 0 {
            Terminal.print(
                "doubtful, \(count(totals.doubtfulSteps, "step")); the doubts are told with each verdict that flips")
        }
        for other in totals.notJudged.sorted(by: { ($1.count, $0.step) < ($0.count, $1.step) }) {
            Terminal.print("not judged, \(other.count)x: step '\(other.step)': \(other.reason)")
        }
    }
}
