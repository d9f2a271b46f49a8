import ArgumentParser
import BoardModel
import ChipBench

struct AttachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Plug a bench's boards into this machine: its kernel gives them real /dev/ttyUSBn.",
        discussion: """
            Needs root and Linux' virtual USB hub, which comes with most kernels as a module:

              sudo modprobe vhci-hcd
              sudo uutsim attach demo &
              sudo uutsim boards --world demo
              sudo uutsim unplug left --world demo

            The boards are plugged out when it ends, by SIGINT or SIGTERM. Exit codes: 0; 2 no hub, or a board cannot be \
            plugged in; 4 bad bench or board; 5 an assertion of a board failed; 64 usage.
            """)

    @Argument(help: "A bench file, or the name of one in Fixtures/benches.") var bench: String
    @Option(help: "What other commands call these boards, with --world; the bench's name where absent.") var name:
        String?

    func validate() throws { try ChipSession.check(name: name) }

    func run() async throws {
        try await ChipSession(bench: bench, name: name, transport: .attach) { try AttachSockets() }.run()
    }
}
