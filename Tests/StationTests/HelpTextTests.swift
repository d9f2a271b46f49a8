import ArgumentParser
import Testing

@testable import portpool

/// Help as a terminal of 80 columns shows it.
@Suite struct HelpTextTests {
    /// A command with all below it.
    private func all(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap(all)
    }

    @Test func noLineOfAnExampleIsBroken() {
        let commands = all(PortPoolCommand.self)
        #expect(commands.count > 20)
        for command in commands {
            let shown = Set(PortPoolCommand.helpMessage(for: command, columns: 80).split(separator: "\n").map(trimmed))
            for line in command.configuration.discussion.split(separator: "\n") {
                #expect(shown.contains(trimmed(line)), "\(command): \(line)")
            }
        }
    }

    private func trimmed(_ line: Substring) -> Substring { line.drop { $0 == " " } }

    @Test func helpSaysWhereTheStateIs() {
        for command in [ServeCommand.self, PortsCommand.self, RejudgeCommand.self] as [any ParsableCommand.Type] {
            let help = PortPoolCommand.helpMessage(for: command, columns: 200)
            #expect(help.contains("else $XDG_STATE_HOME/portpool, else ~/.local/state/portpool"))
        }
    }
}
