import ArgumentParser
import World

struct FaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault", abstract: "Let something go wrong with a board.",
        discussion: """
              uutsim fault left no_answer for=1 --world demo
              uutsim fault left-B late_answer delay=3s --world demo
              uutsim fault right unplug at=mid_reply on='^MEAS' --world demo
              uutsim fault right replug after=2s as=ttyUSB40 --world demo

            Parameters are those of board scripts, with the conditions on, hit, in, prob and at among them.
            """)
    @Argument(help: "The board's id on the bench, or one channel of it: left-B.") var board: String
    @Argument(help: "What goes wrong: no_answer, late_answer, garbage, partial_line, unplug, replug ...")
    var kind: String
    @Argument(help: "name=value ...") var parameters: [String] = []
    @OptionGroup var options: WorldOptions

    func run() throws {
        var named: [String: String] = [:]
        for parameter in parameters {
            let sides = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else {
                throw ValidationError("'\(parameter)' is not of the form name=value")
            }
            named[String(sides[0])] = String(sides[1])
        }
        try options.ask(ControlRequest(verb: .fault, board: board, kind: kind, parameters: named))
    }
}
