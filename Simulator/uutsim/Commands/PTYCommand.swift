import ArgumentParser
import BoardModel
import PTYBoard
import StrictYAML
import World

struct PTYCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pty",
        abstract: "Put a board on pseudo terminals, for any program that opens a serial port.",
        usage: "uutsim pty <board> --link <dir> [--fault <KIND[:name=value,...]>] ...",
        discussion: """
            Each channel of the board's chip gets a link in DIR, named as the kernel names ports: ttyUSB0 and on, \
            passing over names that are taken. Runs until SIGINT or SIGTERM, then removes its links.

              uutsim pty client_demo --link /tmp/bench
              uutsim pty Fixtures/boards/echo.yaml --link /tmp/bench &
              tio /tmp/bench/ttyUSB0
              uutsim pty sensor_node --link /tmp/bench \\
                  --fault 'no_answer:on=^HUM,hit=2'
              uutsim pty sensor_node --link /tmp/bench \\
                  --fault 'replug:on=^BAT,at=mid_reply,after=2s,as=ttyUSB7'

            Exit codes: 0; 2 no pty or link to be had, or no such fault; 4 bad board; 5 an assertion of the board failed; 64 \
            usage.
            """)

    @Argument(help: "A board file, or the name of one in \(BoardFile.folders.joined(separator: " or ")).")
    var board: String

    @Option(help: "The folder for the links; made if it is not there.")
    var link: String

    @Option(
        help: ArgumentHelp(
            "What goes wrong, any number of times; parameters are those of board scripts, with the conditions on, hit, "
                + "in, prob and at among them.", valueName: "KIND[:name=value,...]"))
    var fault: [String] = []

    @Option(help: "Of all that is left to chance: the same seed and input give the same bytes.")
    var seed: UInt64 = 1

    func run() async throws {
        let faults = try faults()
        let script: BoardScript
        do { script = try BoardFile.load(board) } catch {
            var hint: String?
            if case .notFound = error { hint = suggestion(for: board, from: BoardFile.names) }
            PTYOutput.error("\(error)" + (hint.map { "; \($0)" } ?? ""))
            throw ExitCode(4)
        }
        for fault in script.faults {
            guard let refusal = fault.kind.refusal(on: .pty) else { continue }
            PTYOutput.error("\(board): \(refusal)")
            throw ExitCode(4)
        }
        for fault in faults {
            guard let refusal = script.refusal(of: fault) else { continue }
            throw WorldError.request("--fault \(fault.kind.name): \(refusal)")
        }
        let failures: [String]
        do {
            failures = try await PTYSession(script: script, folder: link, faults: faults, seed: seed).run()
        } catch {
            Report.line("\(error)")
            throw ExitCode(2)
        }
        for failure in failures { Report.line("assertion failed: \(failure)") }
        if !failures.isEmpty { throw ExitCode(5) }
    }

    /// A kind that is given twice is two faults.
    private func faults() throws(WorldError) -> [Fault] {
        var faults: [Fault] = []
        for argument in fault {
            var fault: Fault
            do { fault = try Fault(argument: argument) } catch { throw .request("--fault \(argument): \(error)") }
            if let refusal = fault.kind.refusal(on: .pty) { throw .request("--fault \(argument): \(refusal)") }
            if faults.contains(where: { $0.id == fault.id }) { fault.id += "-\(faults.count + 1)" }
            faults.append(fault)
        }
        return faults
    }
}
