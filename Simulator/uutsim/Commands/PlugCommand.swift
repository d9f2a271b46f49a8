import ArgumentParser
import World

struct PlugCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plug", abstract: "Plug a board in.",
        usage: "uutsim plug <board> [--as <tty>] [--serial <serial>] [<options>]",
        discussion: """
              uutsim plug left --world demo
              uutsim plug left --as ttyUSB40 --world demo
            """)
    @Argument(help: "The board's id on the bench.") var board: String
    @Option(name: .customLong("as"), help: "The tty of its first port; the lowest free one where absent.")
    var tty: String?
    @Option(help: "Another serial number from now on, perhaps that of another board; '' for none.") var serial: String?
    @Flag(help: "The ttys of its channels come in reverse order.") var swap = false
    @OptionGroup var options: WorldOptions

    func run() throws {
        try options.ask(ControlRequest(verb: .plug, board: board, tty: tty, serial: serial, swap: swap ? true : nil))
    }
}
