import ArgumentParser
import Foundation

@main
struct PortPoolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portpool",
        abstract: "Owns the FTDI serial ports of a test station and runs test plans on the units behind them.",
        discussion: """
            portpool serve                own the ports, run plans, serve the page
            portpool ports                what is plugged in, and who uses it
            portpool run client_demo      run all units of a BIB and watch
            portpool validate bibs/*.yaml every error, with file, line and column
            portpool help plan            the plan language by example
            portpool alerts               what a person should see to
            portpool logs show client_demo production_uut
            portpool export --since 7d --out week.html
            portpool rejudge bibs/client_demo.yaml --since 7d

            Exit status: 0 PASS or WARN; 1 FAIL, CRITICAL or TIMEOUT; 2 ERROR;
            3 ABORTED or INTERRUPTED; 4 bad plan or configuration;
            5 service not reachable; 64 usage.
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, PortsCommand.self, BIBsCommand.self, RunCommand.self, AbortCommand.self,
            SignalCommand.self, AnswerCommand.self,
            QuarantineCommand.self, ReleaseCommand.self, LeasesCommand.self, ExecutionsCommand.self, LogsCommand.self,
            AlertsCommand.self, AuditCommand.self, ExportCommand.self, RejudgeCommand.self, ValidateCommand.self,
            ImportCommand.self, HelpCommand.self,
        ])

    static func main() async {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        if let hint = CommandHint.text(for: Array(CommandLine.arguments.dropFirst()), commands: names) {
            Terminal.error(hint)
            Foundation.exit(ExitStatus.usage.rawValue)
        }
        do {
            var command = try parseAsRoot()
            do {
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            } catch {
                guard let unforeseen = ExitStatus.ofUnforeseen(error) else { throw error }
                Terminal.error(unforeseen.text)
                throw unforeseen.code
            }
            if Terminal.hasLost { throw ExitStatus.rigError }
        } catch {
            // Help and version: ArgumentParser's own printing would not notice that they got nowhere.
            guard exitCode(for: error) == .success else { exit(withError: error) }
            let text = fullMessage(for: error)
            if !text.isEmpty { Terminal.print(text) }
            Foundation.exit(Terminal.hasLost ? ExitStatus.rigError.rawValue : EXIT_SUCCESS)
        }
    }
}
