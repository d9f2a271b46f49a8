import Foundation
import Support

/// A bench in a folder of its own and the simulator to run it with.
struct WorldProbe {
    let simulator: BuiltProgram
    /// Unique, so that tests can run side by side.
    let name: String
    let folder: URL

    /// The repository's own benches and boards.
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures")
        .standardized

    /// Programs that know nothing of the rig.
    static let clients = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../ForeignClients")
        .standardized

    init(_ name: String) throws {
        simulator = try BuiltProgram("uutsim")
        self.name = "t\(getpid())-\(name)"
        folder = URL(filePath: "/tmp/uutsim-tests-\(getpid())-\(name)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Runs a shell script in a world of the bench; `$UUTSIM` in it is the simulator.
    func sh(
        _ script: String, bench: String? = nil, options: [String] = [], prefix: [String] = [],
        simulator: BuiltProgram? = nil, limit: Int = 40
    ) async throws -> BuiltProgram.Outcome {
        try await run(
            ["/bin/sh", "-c", script], bench: bench, options: options, prefix: prefix, simulator: simulator,
            limit: limit)
    }

    func run(
        _ command: [String], bench: String? = nil, options: [String] = [], prefix: [String] = [],
        simulator: BuiltProgram? = nil, limit: Int = 40
    ) async throws -> BuiltProgram.Outcome {
        let program = simulator ?? self.simulator
        let bench = bench ?? Self.fixtures.appending(path: "benches/quiet.yaml").path()
        return try await program.run(
            ["world", bench, "--name", name] + options + ["--"] + command, prefix: prefix,
            environment: ["UUTSIM": program.path, "FOLDER": folder.path()], limit: limit)
    }

    /// Writes a bench of one board `left` in socket 1-2.1 and its script, and returns the bench's path.
    func write(bench: String, board: String) throws -> String {
        for (path, text) in [("benches/probe.yaml", bench), ("boards/probe.yaml", board)] {
            let url = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return folder.appending(path: "benches/probe.yaml").path()
    }

    /// Root of a namespace that allows no further ones; what its shell is to do with the command follows.
    static let noUserNamespaces = [
        "unshare", "-Ur", "sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces; eval \"$0\"",
    ]
    /// Where no world can be made: nobody may make namespaces, and root has no rights.
    static let forbidden =
        noUserNamespaces + ["exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs \"$@\""]

    static let board = """
        version: 1
        board: probe
        usb: { vid: "0403", pid: "6001", product: "probe" }
        channels:
          A: { baud: 9600, eol: crlf }
        rules:
          - { on: '^HELLO$', reply: "WORLD" }
          - { on: '^BAD$', reply: "OH" }
        assert: [ { never: '^BAD$' } ]

        """

    static func bench(timeline: String = "") -> String {
        """
        version: 1
        bench: probe
        seed: 1
        boards:
          - { id: left, board: probe, serial: FT0PROBE, path: "1-2.1" }
        \(timeline)

        """
    }

    /// Shell: sends a line to ttyUSB0 and prints the first line that comes back.
    static func ask(_ line: String) -> String {
        "exec 3<>/dev/ttyUSB0; stty raw -echo <&3; printf '\(line)\\r\\n' >&3; timeout 5 head -n1 <&3"
    }

    /// Shell: waits until the fault held_port has a port for itself alone.
    ///
    /// Nobody knocks before its holder is in: who leaves in the very microseconds in which another claims a pty for itself
    /// locks the board out of it, which a board cannot undo and complains of.
    static func held(_ node: String) -> String {
        """
        \(until(#"ls -l /proc/$(pgrep -f "hold[ ]\#(node)")/fd 2>/dev/null | grep -q -E 'pts|ttyUSB'"#))
        \(until("! (: <> \(node)) 2>/dev/null"))
        """
    }

    /// Shell: waits until a condition holds, 30 s at most. Each look is a program or two.
    static func until(_ condition: String) -> String {
        "n=0; until \(condition); do n=$((n+1)); [ $n -gt 1000 ] && exit 99; sleep 0.03; done"
    }
}
