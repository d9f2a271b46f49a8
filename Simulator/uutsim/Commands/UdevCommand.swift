import ArgumentParser
import World

struct UdevCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "udev", abstract: "Disturb how a world's programs hear of boards.",
        discussion: """
            tell: each event as it happens, and all that were held. hold: keep events until then. lose: drop them. \
            flood: send foreign events until Linux drops some, because a program does not read.

              uutsim udev hold --world demo
              uutsim udev tell --world demo
            """)
    @Argument(help: "tell, hold, lose or flood.") var what: String
    @OptionGroup var options: WorldOptions

    func run() throws { try options.ask(ControlRequest(verb: .udev, kind: what)) }
}
