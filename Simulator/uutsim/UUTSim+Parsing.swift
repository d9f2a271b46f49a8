import ArgumentParser
import Glibc

extension UUTSim {
    /// The command that the arguments ask for; help and mistakes end the process here.
    static func parseWithoutThreads() -> any ParsableCommand {
        let commands = configuration.subcommands.map { $0._commandName }
        if let hint = CommandHint.text(for: Array(CommandLine.arguments.dropFirst()), commands: commands) {
            Report.line(hint)
            Glibc.exit(64)
        }
        do { return try parseAsRoot() } catch { exit(withError: error) }
    }

    /// Runs a command; an error ends the process with its exit code.
    static func run(_ command: any ParsableCommand) async {
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        } catch {
            Report.exit(with: error)
        }
    }
}
