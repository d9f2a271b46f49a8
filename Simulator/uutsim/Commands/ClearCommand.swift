import ArgumentParser
import World

struct ClearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Take faults back.",
        discussion: """
              uutsim clear left --world demo
              uutsim clear left no_answer --world demo
              uutsim clear left-B --world demo

            A fault is called by its kind, or by what id=... has named it; 'uutsim boards' shows them.
            """)
    @Argument(help: "The board's id on the bench, or one channel of it, for what was armed on that channel.")
    var board: String
    @Argument(help: "The id of one fault, or a kind; all where absent.") var fault: String?
    @OptionGroup var options: WorldOptions

    func run() throws { try options.ask(ControlRequest(verb: .clear, board: board, kind: fault)) }
}
