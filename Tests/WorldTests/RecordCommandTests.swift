import Foundation
import Support
import Testing

@Suite("uutsim record --tap", .timeLimit(.minutes(3)))
struct RecordCommandTests {
    /// Shell: a board on a pty is the real port, `$FOLDER/real/ttyUSB0`, and what `$TAP` adds to the tap taps it; `talk
    /// PORT LINE` sends a line and prints the first that comes back.
    private static let taps = """
        talk() { exec 3<>$1; stty raw -echo <&3; printf "$2\\r\\n" >&3; timeout 10 head -n1 <&3; exec 3<&-; }
        $UUTSIM pty $BOARD --link $FOLDER/real > /dev/null & real=$!
        \(WorldProbe.until("[ -e $FOLDER/real/ttyUSB0 ]"))
        $UUTSIM record --tap $FOLDER/real/ttyUSB0 --link $FOLDER/tap $TAP & tap=$!
        \(WorldProbe.until("[ -e $FOLDER/tap/ttyUSB0 ]"))
        """

    private func sh(_ script: String, in probe: WorldProbe, tap: String) async throws -> BuiltProgram.Outcome {
        _ = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        return try await BuiltProgram(path: "/bin/sh").run(
            ["-c", Self.taps + "\n" + script],
            environment: [
                "UUTSIM": probe.simulator.path, "FOLDER": probe.folder.path(), "TAP": tap,
                "BOARD": probe.folder.appending(path: "boards/probe.yaml").path(),
            ])
    }

    @Test("writes a script at SIGINT or SIGTERM, which says what the board said", arguments: ["INT", "TERM"])
    func script(signal: String) async throws {
        let probe = try WorldProbe("tap-\(signal)")
        defer { probe.remove() }
        let outcome = try await sh(
            """
            talk $FOLDER/tap/ttyUSB0 HELLO
            kill -\(signal) $tap; wait $tap; echo "tap $?"
            kill $real; wait $real; echo "board $?"; ls $FOLDER/tap
            $UUTSIM pty $FOLDER/copy.yaml --link $FOLDER/copy > /dev/null & copy=$!
            \(WorldProbe.until("[ -e $FOLDER/copy/ttyUSB0 ]"))
            talk $FOLDER/copy/ttyUSB0 HELLO
            kill $copy; wait $copy; echo "copy $?"
            """, in: probe, tap: "--frame 8N1 --product Copy --out \(probe.folder.path())/copy.yaml")
        #expect(outcome.output == "WORLD\r\ntap 0\nboard 0\nWORLD\r\ncopy 0\n")
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.first?.hasSuffix("/tap/ttyUSB0 -> \(probe.folder.path())/real/ttyUSB0") == true)
        #expect(lines.last == "uutsim: \(probe.folder.path())/copy.yaml: 1 unit, 1 exchange, 14 bytes")
        let script = try String(contentsOf: probe.folder.appending(path: "copy.yaml"), encoding: .utf8)
        #expect(script.contains("board: copy\n"))
        #expect(script.contains("product: \"Copy\"") || script.contains("product: 'Copy'"))
    }

    @Test("prints the script where no file is named")
    func printed() async throws {
        let probe = try WorldProbe("tap-print")
        defer { probe.remove() }
        let outcome = try await sh(
            "talk $FOLDER/tap/ttyUSB0 HELLO > /dev/null; kill -INT $tap; wait $tap; echo \"tap $?\"; kill $real; wait $real",
            in: probe, tap: "--board printed")
        #expect(outcome.output.hasPrefix("# Recorded from a tap of "))
        #expect(outcome.output.contains("board: printed\n"))
        #expect(outcome.output.hasSuffix("tap 0\n"))
    }

    @Test("where nothing has passed there is no script, which is an error")
    func nothing() async throws {
        let probe = try WorldProbe("tap-none")
        defer { probe.remove() }
        let outcome = try await sh(
            "kill -INT $tap; wait $tap; echo \"tap $?\"; ls $FOLDER | grep -c yaml; kill $real; wait $real", in: probe,
            tap: "--out \(probe.folder.path())/none.yaml")
        #expect(outcome.output == "tap 2\n0\n")
        #expect(outcome.errors.contains("nothing"))
    }

    @Test("a port that goes ends it with the script of what passed until then, and status 2")
    func gone() async throws {
        let probe = try WorldProbe("tap-gone")
        defer { probe.remove() }
        let outcome = try await sh(
            """
            exec 4<>$FOLDER/tap/ttyUSB0; stty raw -echo <&4; printf 'HELLO\\r\\n' >&4; timeout 10 head -n1 <&4
            kill $real; wait $real; wait $tap; echo "tap $?"; grep -c WORLD $FOLDER/copy.yaml
            """, in: probe, tap: "--out \(probe.folder.path())/copy.yaml")
        let lines = outcome.output.split { $0.isNewline }
        #expect(lines.prefix(2) == ["WORLD", "tap 2"])
        #expect((lines.last.flatMap { Int($0) } ?? 0) > 0, "\(outcome.output)")
        #expect(outcome.errors.contains("failed: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("copy.yaml: 1 unit, 1 exchange, 14 bytes"), "\(outcome.errors)")
    }

    @Test("a file that cannot be written is refused before anything is made", arguments: ["no-such/x.yaml", ""])
    func unwritable(file: String) async throws {
        let probe = try WorldProbe("tap-out-\(file.count)")
        defer { probe.remove() }
        let link = probe.folder.appending(path: "tap").path()
        let out = "\(probe.folder.path())/\(file)"
        let outcome = try await BuiltProgram("uutsim").run(
            ["record", "--tap", "/dev/ptmx", "--link", link, "--out", out, "--board", "x"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("uutsim: \(out): cannot be written: "), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: link))
    }

    @Test("a log that is cut in a line is refused with the line, and makes no file")
    func tornLog() async throws {
        let probe = try WorldProbe("torn-log")
        defer { probe.remove() }
        let log = probe.folder.appending(path: "run.jsonl")
        let header =
            #"{"type":"header","executionId":"E","bibId":"demo","boardId":"FT1","startTime":"2026-11-21T14:48:10.732+01:00","#
            + #""ports":[{"alias":"ctl","port":"FT1-A"}]}"#
        let sent = #"{"type":"line","elapsedMs":1,"direction":"TX","port":"FT1-A","text":"V\\n"}"#
        let out = probe.folder.appending(path: "x.yaml").path()
        try Data("\(header)\n\(sent)\n\(sent.prefix(40))".utf8).write(to: log)
        let torn = try await BuiltProgram("uutsim").run(["record", log.path(), "--out", out])
        #expect(torn.status == 4)
        #expect(
            torn.errors.hasPrefix("uutsim: \(log.path()):3: this is no whole line of a run's log"), "\(torn.errors)")
        #expect(!FileManager.default.fileExists(atPath: out))

        try Data("\(header)\n\(sent)\n".utf8).write(to: log)
        let open = try await BuiltProgram("uutsim").run(["record", log.path(), "--out", out])
        #expect(open.status == 0)
        #expect(open.errors.contains("\(log.path()):2: the log ends here without its seal"), "\(open.errors)")
        #expect(
            try String(contentsOfFile: out, encoding: .utf8).contains(
                "\n# Doubtful: \(log.path()):2: the log ends here"))
    }

    @Test("a log that was changed since it was sealed is refused with both hashes, and makes no file")
    func changedLog() async throws {
        let probe = try WorldProbe("changed-log")
        defer { probe.remove() }
        let log = probe.folder.appending(path: "run.jsonl")
        let header =
            #"{"type":"header","executionId":"E","bibId":"demo","boardId":"FT1","startTime":"2026-11-21T14:48:10.732+01:00","#
            + #""ports":[{"alias":"ctl","port":"FT1-A"}]}"# + "\n"
        let sealed = String(repeating: "ab", count: 32)
        let seal = #"{"type":"seal","lostLines":0,"lines":1,"bytes":\#(header.utf8.count),"sha256":"\#(sealed)"}"#
        try Data("\(header)\(seal)\n".utf8).write(to: log)
        let out = probe.folder.appending(path: "x.yaml").path()
        let outcome = try await BuiltProgram("uutsim").run(["record", log.path(), "--out", out])
        #expect(outcome.status == 4)
        let said = "uutsim: \(log.path()): it is not what the service sealed: the seal has sha256 \(sealed), and what "
        #expect(outcome.errors.hasPrefix(said), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: out))
    }

    @Test(
        "a port that is none, and a frame that is none, are refused before anything is made",
        arguments: [
            (["--tap", "/dev/null"], 2, "/dev/null: finding the port failed: this is no serial port"),
            (["--tap", "/etc/passwd"], 2, "there is no such serial port"),
            (["--tap", "/dev/null", "--frame", "9N1"], 64, "--frame '9N1' is no frame"),
        ]) func refused(arguments: [String], status: Int32, message: String) async throws
    {
        let folder = NSTemporaryDirectory() + "no-tap-\(UUID())"
        let outcome = try await BuiltProgram("uutsim").run(["record", "--link", folder] + arguments)
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder))
    }
}
