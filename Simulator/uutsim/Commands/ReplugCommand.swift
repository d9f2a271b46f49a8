import ArgumentParser
import World

struct ReplugCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replug", abstract: "Pull a board out and plug it in again.",
        usage: "uutsim replug <board> [--after <after>] [--as <tty>] [<options>]",
        discussion: """
              uutsim replug left --as ttyUSB40 --world demo
              uutsim replug left --after 2s --world demo
            """)
    @Argument(help: "The board's id on the bench.") var board: String
    @Option(help: "How long it is out, by the bench's time; this waits for it.") var after: String?
    @Option(name: .customLong("as"), help: "The tty of its first port; the lowest free one where absent.")
    var tty: String?
    @Option(help: "Another serial number from now on, perhaps that of another board; '' for none.") var serial: String?
    @Flag(help: "The ttys of its channels come in reverse order.") var swap = false
    @OptionGroup var options: WorldOptions

    func run() throws {
        try options.ask(
            ControlRequest(
                verb: .replug, board: board, tty: tty, serial: serial, after: after, swap: swap ? true : nil))
    }
}
