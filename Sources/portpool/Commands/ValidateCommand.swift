import ArgumentParser
import Station

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Checks plan files; prints every error as file:line:column.",
        discussion: """
            portpool validate bibs/*.yaml
            portpool validate --lint bibs/client_demo.yaml  also what is doubtful
            portpool validate --json --lint bibs/*.yaml     the same for programs
            portpool validate --schema > plan.schema.json   for editors

            The language by example: portpool help plan.

            Exit status 0 where all are valid, 4 where one is not. What --lint finds are
            warnings and notes: they leave the status as it is.
            """)

    @Argument(help: "Plan files.") var files: [String] = []
    @Flag(help: "Look valid plans over for what is probably not meant, and print the longest that each unit can take.")
    var lint = false
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Print the JSON Schema of plan files (draft 2020-12).") var schema = false

    func validate() throws {
        if schema, !files.isEmpty { throw ValidationError("--schema is printed alone; give no files") }
        if !schema, files.isEmpty { throw ValidationError("give plan files, such as bibs/*.yaml, or --schema") }
    }

    func run() throws {
        if schema {
            Terminal.print(PlanLanguage.schema)
            return
        }
        let checks = files.map { PlanCheck(file: $0, lint: lint) }
        if json {
            Terminal.print(try JSONText.of(checks))
        } else {
            checks.forEach(show)
        }
        if checks.contains(where: { !$0.errors.isEmpty }) { throw ExitStatus.badPlan }
    }

    private func show(_ check: PlanCheck) {
        for error in check.errors { Terminal.print(error) }
        for finding in check.findings ?? [] { Terminal.print(finding.text) }
        if lint {
            for run in check.longestRuns ?? [] {
                Terminal.print(
                    "\(check.file): \(run.uut) takes \(DurationText.of(milliseconds: run.milliseconds)) at most")
            }
        }
        if let summary = check.summary { Terminal.print("\(check.file): \(summary)") }
    }
}
