import ArgumentParser
import Station

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Checks plan files; prints every error as file:line:column.",
        discussion: """
            portpool validate bibs/*.yaml
            portpool validate --json bibs/client_demo.yaml

            Exit status 0 where all are valid, 4 where one is not.
            """)

    @Argument(help: "Plan files.") var files: [String]
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let checks = files.map(PlanCheck.init(file:))
        if json {
            Terminal.print(try JSONText.of(checks))
        } else {
            for check in checks {
                for error in check.errors { Terminal.print(error) }
                if let summary = check.summary { Terminal.print("\(check.file): \(summary)") }
            }
        }
        if checks.contains(where: { !$0.errors.isEmpty }) { throw ExitStatus.badPlan }
    }
}
