import ArgumentParser
import BoardModel
import Campaign
import Foundation
import Recording
import RigModel

struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Make a board's script of what a real board has said.",
        usage: """
            uutsim record <logs> ... [--of <board>] [<options>]
            uutsim record --tap <port> --link <dir> [--frame <frame>] [<options>]
            """,
        discussion: """
            Of the logs of runs, all of one board, or of what passes between any program and a real port: then a pseudo \
            terminal in DIR leads to the port, as soon as a program opens it. The script is read back and replayed before \
            it is written: it says the same bytes at the same times.

              uutsim record logs/BIB_client_demo --out boards/client_demo_copy.yaml
              uutsim record logs/BIB_sensor_node --of FT7SENS1 --board sensor_copy
              uutsim record --tap /dev/ttyUSB0 --link /tmp/tap \\
                  --board scale --out boards/scale.yaml &
              tio /tmp/tap/ttyUSB0 --baudrate 9600;  kill %1

            Exit codes: 0; 2 nothing was recorded, the file cannot be written, or a port failed (what passed until then is \
            written all the same); 4 logs that cannot be used; 64 usage.
            """)

    @Argument(help: "Logs of runs that end in .jsonl, and folders of them.") var logs: [String] = []
    @Option(help: "The board whose logs are taken, by the service's id: FT7DEMO1.") var of: String?
    @Option(help: "A port between which and a program bytes are recorded.") var tap: String?
    @Option(help: "The folder for the tap's link; made if it is not there.") var link: String?
    @Option(help: "The line's frame where the program's cannot be seen, as a pseudo terminal hides parity: 7E1.")
    var frame: String?
    @Option(help: "The new board's name; that of its file, of its plan or of its port where absent.")
    var board: String?
    @Option(help: "What its chip says of itself; that of its plan or its name where absent.") var product: String?
    @Option(help: "The chip's product id, four hexadecimal digits; the smallest with enough channels where absent.")
    var pid: String?
    @Option(help: "What is said with fewer milliseconds between is one piece.") var pause = 5
    @Option(help: "The file to write; standard output where absent.") var out: String?

    func validate() throws {
        guard (tap == nil) != logs.isEmpty else {
            throw ValidationError("give logs to read, or --tap PORT with --link DIR")
        }
        guard (tap == nil) == (link == nil) else { throw ValidationError("--tap and --link go together") }
        if tap != nil, of != nil { throw ValidationError("--of chooses among logs; a tap has one port") }
        if tap == nil, frame != nil { throw ValidationError("--frame is for --tap") }
        if let board, !BoardID.isPlainName(board) {
            throw ValidationError("'\(board)' is no name: use up to 64 of A-Z a-z 0-9 _ . - and no dot in front")
        }
        _ = try (options(), tapFrame())
    }

    func run() async throws {
        do {
            // What has passed a port does not pass again.
            try out.map(ReportFile.init)?.check()
            if let tap, let link {
                let (script, hasFailed) = try await RecordedTap(
                    port: tap, folder: link, frame: tapFrame(), options: options()
                ).script()
                try write(script)
                if hasFailed { throw ExitCode(2) }
            } else {
                try write(RecordedLogs(paths: logs, of: of, options: options()).script())
            }
        } catch let error as RecordingError {
            Report.line("\(error)")
            throw ExitCode(error.exitCode)
        } catch let error as CampaignError {
            Report.line("\(error)")
            throw ExitCode(error.exitCode)
        }
    }

    private func write(_ script: RecordedScript) throws {
        for omission in script.omissions { Report.line(omission) }
        guard let out else { return print(script.text, terminator: "") }
        try ReportFile(path: out).write(script.text)
        Report.line("\(out): \(script.summary)")
    }

    private func options() throws -> RecordedOptions {
        let stem = out.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
        let name = board ?? stem.flatMap { BoardID.isPlainName($0) ? $0 : nil }
        guard (1...60_000).contains(pause) else { throw ValidationError("--pause is 1 to 60000 milliseconds") }
        var options = RecordedOptions(board: name, product: product, pause: .milliseconds(pause))
        if let pid {
            guard pid.utf8.count == 4, let number = UInt16(pid, radix: 16), USBIdentity.chip(productID: number) != nil
            else { throw ValidationError("--pid '\(pid)' is none of FTDI's: 6001, 6010, 6011, 6014, 6015, 6048 ...") }
            options.productID = number
        }
        return options
    }

    private func tapFrame() throws -> TapFrame? {
        guard let frame else { return nil }
        guard let parsed = TapFrame(frame) else {
            throw ValidationError("--frame '\(frame)' is no frame: data bits, parity and stop bits as in 7E1")
        }
        return parsed
    }
}
