import ArgumentParser
import World

struct UnplugCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unplug", abstract: "Pull a board out.",
        discussion: """
              uutsim unplug left --world demo
            """)
    @Argument(help: "The board's id on the bench.") var board: String
    @OptionGroup var options: WorldOptions

    func run() throws { try options.ask(ControlRequest(verb: .unplug, board: board)) }
}
