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

            Of a kind a board as a whole, and each of its channels, has one fault at a time: the same again takes the place \
            of the former, and says so; id=... names a second one. Parameters are those of board scripts, with the \
            conditions on, hit, in, prob and at among them; several states are in='ready idle'.

            'for' says how many times (for=2) or how long (for=30s). hit=2 alone is the second time, once; hit=2 for=3 is \
            the second, third and fourth. Without 'for' and 'hit' a fault lasts until it is cleared: it strikes at every \
            occasion, or goes on without end as echo and held_port do. Only what else befalls the host or the chip, and a plug \
            whose pull waits for no line, is over when it has struck once.

            'uutsim help fault KIND' has the parameters of a kind, where it can be shown, and what an honest rig may \
            make of it; 'uutsim help faults' has all of them. The kinds are:

            """ + FaultHelp.list)
    @Argument(help: "The board's id on the bench, or one channel of it: left-B.") var board: String
    @Argument(help: "What goes wrong: one of the kinds above.") var kind: String
    @Argument(help: "name=value ...") var parameters: [String] = []
    @OptionGroup var options: WorldOptions

    func run() throws {
        var named: [String: String] = [:]
        for parameter in parameters {
            let sides = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else {
                throw ValidationError("'\(parameter)' is not of the form name=value")
            }
            guard named.updateValue(String(sides[1]), forKey: String(sides[0])) == nil else {
                let hint = sides[0] == "in" ? "several states go into one, as in='ready idle'" : "give it once"
                throw ValidationError("'\(sides[0])' is given twice; \(hint)")
            }
        }
        try options.ask(ControlRequest(verb: .fault, board: board, kind: kind, parameters: named))
    }
}
