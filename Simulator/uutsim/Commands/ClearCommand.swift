import ArgumentParser
import World

struct ClearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Take faults back.",
        discussion: """
              uutsim clear left --world demo
              uutsim clear left mute --world demo
            """)
    @Argument(help: "The board's id on the bench.") var board: String
    @Argument(help: "The id of one fault; all of the board's where absent.") var fault: String?
    @OptionGroup var options: WorldOptions

    func run() throws { try options.ask(ControlRequest(verb: .clear, board: board, kind: fault)) }
}
