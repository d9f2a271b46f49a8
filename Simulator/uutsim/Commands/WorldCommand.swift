import ArgumentParser
import BoardModel
import Glibc
import RigModel
import World

struct WorldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "world",
        abstract: "Run a command where a bench's boards are plugged in as real USB serial adapters.",
        usage: "uutsim world <bench> [--name <name>] [<options>] -- <command> ...",
        discussion: """
            The command gets namespaces of its own with a /sys, /dev and udev that show the boards, and /dev/ttyUSBn \
            that they answer on. It needs no rights: an ordinary user can do it. Its exit status is that of the \
            world, or 5 if it was 0 and an assertion of a board failed. SIGTERM, SIGINT and SIGHUP are handed on to it; \
            it is killed where it has not ended 30 s later, which is time for the STOP of a plan.

              uutsim world demo -- udevadm info -e
              uutsim world Fixtures/benches/quiet.yaml --name try -- bash
              uutsim world demo --publish 8080 -- \\
                  sh -c 'exec portpool serve --listen unix:$PORTPOOL_PUBLISH_SOCKET'

            In the command's environment: UUTSIM_WORLD, the world's folder, which the other commands of uutsim use; \
            PORTPOOL_PUBLISH_SOCKET, where --publish leads to; UUTSIM_PUBLISHED, the address it is reached at.

            Where namespaces are forbidden, as in many containers, it says so and which step failed, and shows the boards \
            by a list instead: ptys below the world's folder, and their devices in a file, PORTPOOL_DEVICE_LIST in the \
            command's environment, which portpool follows in place of udev. A uutsim that is killed (SIGKILL) cannot end \
            the command there, nor what it has started, and for as long as these run the folder and the name are theirs; \
            all else is as in a world.
            """)

    @Argument(help: "A bench file, or the name of one in \(BenchFile.folder).")
    var bench: String

    @Option(help: "What other commands call this world; the bench's name where absent, numbered if that is in use.")
    var name: String?

    @Option(help: "A port of 127.0.0.1 that leads to the service inside; 0 takes a free one.")
    var publish: UInt16?

    @Option(help: "The service's socket below the world's folder, for --publish.")
    var socket = "portpool.sock"

    @Flag(help: "Say nothing on standard error about the world itself.")
    var quiet = false

    @Flag(help: "Where namespaces are forbidden, exit with 2 and show no boards at all.")
    var noFallback = false

    @Flag(help: "End the world, as by SIGTERM, when the other end of the pipe that is standard input is closed.")
    var leashed = false

    @Argument(parsing: .postTerminator, help: "What to run, after --.")
    var command: [String] = []

    /// Set by `enter`.
    private var entered: Entered?

    func validate() throws {
        guard !command.isEmpty else { throw ValidationError("what to run is missing: put it after --") }
        if let name, !BoardID.isPlainName(name) {
            throw ValidationError("\(WorldError.badName(name))")
        }
        guard !socket.isEmpty, !socket.contains("/") else {
            throw ValidationError("--socket is a name below the world's folder, not a path")
        }
    }

    /// Reads the bench, takes the port and the name, and enters the namespaces: all that must be done on one thread.
    /// Outside, this does not return: it waits for the world's end.
    mutating func enter() {
        if leashed { WorldLeash.putOn() }
        do {
            let bench = try BenchFile.load(bench)
            var port = publish
            let listener = try port.map { _ in try PublishedPort.listen(&port!) }
            let folder = try claimFolder(bench)
            let refusal = try noFallback ? nil : trial(folder)
            if let refusal { FallbackNotice(refusal: refusal, folder: folder).tell() }
            let showing: World.Showing = refusal == nil ? .devices : .list
            switch try enter(folder, showing: showing) {
            case .outside(let child):
                let status = WorldEntry.supervise(child)
                folder.remove()
                Glibc.exit(status)
            case .inside(let signals):
                entered = Entered(
                    bench: bench, showing: showing, folder: folder, listener: listener, port: port, signals: signals)
            }
        } catch {
            Report.exit(with: error)
        }
    }

    func run() async throws {
        guard let entered else { return }
        let folder = entered.folder
        do {
            switch entered.showing {
            case .devices: try WorldEntry.furnish(folder)
            case .list: try Forsaken.adopt()
            }
            let publication = entered.listener.map {
                World.Publication(listener: $0, service: "\(folder.path)/\(socket)")
            }
            let world = World(
                bench: entered.bench, showing: entered.showing, folder: folder,
                command: LaunchedCommand(arguments: arguments(entered), environment: environment(entered)),
                publication: publication, signals: entered.signals, report: Report.line)
            if !quiet { Report.line(entered.summary) }
            let outcome = try await world.run()
            for failure in outcome.assertionFailures { Report.line("assertion failed: \(failure)") }
            leave(entered)
            Glibc.exit(outcome.exitCode)
        } catch {
            leave(entered)
            Report.exit(with: error)
        }
    }

    /// What ends with a world's namespaces is ended here, where there are none.
    private func leave(_ entered: Entered) {
        guard entered.showing == .list else { return }
        let left = Forsaken.end()
        if left > 0 { Report.line("\(left) processes that the command has left behind would not end") }
        WorldEntry.retakeTerminal()
        entered.folder.remove()
    }

    private func claimFolder(_ bench: Bench) throws(WorldError) -> WorldFolder {
        let base = bench.script.name
        let names = name.map { [$0] } ?? [base] + (2...100).map { "\(base.prefix(60))-\($0)" }
        var first: WorldError?
        for name in names {
            let folder = WorldFolder.find(name, runtimeFolder: Environment["XDG_RUNTIME_DIR"], user: geteuid())
            do {
                try folder.claim()
                return folder
            } catch {
                switch error {
                case .nameTaken, .nameKept: first = first ?? error
                default: throw error
                }
            }
        }
        throw first ?? .nameTaken(base)
    }

    /// Why no world can be made here.
    private func trial(_ folder: WorldFolder) throws(WorldError) -> WorldError? {
        do { return try WorldEntry.refusal(folder) } catch {
            folder.remove()
            throw error
        }
    }

    /// A folder that was claimed goes again where no world comes of it.
    private func enter(_ folder: WorldFolder, showing: World.Showing) throws -> WorldEntry.Side {
        do {
            switch showing {
            case .devices: return try WorldEntry.enter()
            case .list: return .inside(signals: try WorldEntry.signals())
            }
        } catch {
            folder.remove()
            throw error
        }
    }

    /// Where a command can outlive its world, it is started by way of what has the folder stay for it.
    private func arguments(_ entered: Entered) -> [String] {
        entered.showing == .list ? KeepCommand.arguments(keeping: entered.folder, for: command) : command
    }

    private func environment(_ entered: Entered) -> [String: String] {
        var environment = Environment.all
        switch entered.showing {
        case .devices:
            // libudev refuses a /sys that is not the kernel's, unless told so.
            environment["SYSTEMD_DEVICE_VERIFY_SYSFS"] = "0"
            // A world has devices of its own; whoever started it may have been shown others.
            environment["PORTPOOL_DEVICE_LIST"] = nil
        case .list: environment["PORTPOOL_DEVICE_LIST"] = entered.folder.deviceList
        }
        environment["UUTSIM_WORLD"] = entered.folder.path
        if let port = entered.port {
            environment["PORTPOOL_PUBLISH_SOCKET"] = "\(entered.folder.path)/\(socket)"
            environment["UUTSIM_PUBLISHED"] = "127.0.0.1:\(port)"
        }
        return environment
    }

    enum CodingKeys: String, CodingKey { case bench, name, publish, socket, quiet, noFallback, leashed, command }
}

extension WorldCommand {
    /// What was made while the process had one thread.
    struct Entered: Sendable {
        let bench: Bench
        let showing: World.Showing
        let folder: WorldFolder
        let listener: Int32?
        let port: UInt16?
        let signals: Int32

        var summary: String {
            let boards = bench.script.boards
            let ports = boards.reduce(0) { $0 + (bench.boards[$1.script]?.ports.count ?? 0) }
            let published = port.map { "; published at http://127.0.0.1:\($0)" } ?? ""
            return "world \(folder.name): \(ports) ports on \(boards.count) boards; \(folder.path)\(published)"
        }
    }
}
