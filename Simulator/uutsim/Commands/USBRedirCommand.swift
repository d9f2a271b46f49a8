import ArgumentParser
import BoardModel
import ChipBench

struct USBRedirCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usbredir",
        abstract: "Plug a bench's boards into a virtual machine, for its kernel's own ftdi_sio.",
        discussion: """
            QEMU listens for each board at DIR/<board>.usb and takes the connection for a plug:

              qemu-system-x86_64 ... -device qemu-xhci \\
                  -chardev socket,id=left,path=/tmp/usb/left.usb,server=on,wait=off \\
                  -device usb-redir,chardev=left
              uutsim usbredir demo --sockets /tmp/usb --name demo
              uutsim unplug left --world demo

            Runs until SIGINT or SIGTERM. Exit codes: 0; 2 a board cannot be plugged in; 4 bad bench or board; 5 an \
            assertion of a board failed; 64 usage.
            """)

    @Argument(help: "A bench file, or the name of one in Fixtures/benches.") var bench: String
    @Option(help: "The folder of QEMU's sockets.") var sockets: String
    @Option(help: "What other commands call these boards, with --world; the bench's name where absent.") var name:
        String?

    func validate() throws { try ChipSession.check(name: name) }

    func run() async throws {
        try await ChipSession(bench: bench, name: name, transport: .vm) { RedirSockets(folder: sockets) }.run()
    }
}
