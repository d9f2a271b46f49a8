import ArgumentParser
import World

struct BoardsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boards", abstract: "List a world's boards with their ports.",
        discussion: """
              uutsim boards --world demo
              uutsim boards --world demo --json
            """)
    @OptionGroup var options: WorldOptions

    func run() throws { try options.ask(ControlRequest(verb: .boards)) }
}
