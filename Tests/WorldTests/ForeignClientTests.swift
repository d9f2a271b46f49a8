import Foundation
import Support
import Testing

/// Programs that know nothing of the simulator, on its ports.
@Suite("Foreign programs", .timeLimit(.minutes(3)))
struct ForeignClientTests {
    private static let pyserial = """
        line b'hello\\n'
        bytes True
        many 20000
        rate 300 b'rate\\n'
        rate 9600 b'rate\\n'
        rate 230400 b'rate\\n'
        rate 250000 b'rate\\n'
        rate 1234567 b'rate\\n'
        rate 3000000 b'rate\\n'
        timeout b'' True
        at once b''
        flushed 0
        again b'again\\n'
        exclusive True
        mine b'mine\\n'
        free again

        """
    private static let client = WorldProbe.clients.appending(path: "serial_client.py").path()
    private static func board(_ name: String) -> String {
        WorldProbe.fixtures.appending(path: "boards/\(name).yaml").path()
    }

    /// Runs shell with a board on ptys; `$TTY` is the link to its first port.
    private func onPTY(_ board: String, _ script: String) async throws -> BuiltProgram.Outcome {
        let probe = try WorldProbe("pty-\(board)-\(script.count)")
        defer { probe.remove() }
        return try await BuiltProgram(path: "/bin/sh").run(
            [
                "-c",
                """
                "$UUTSIM" pty \(Self.board(board)) --link $FOLDER > $FOLDER/out & simulator=$!
                TTY=$FOLDER/ttyUSB0
                \(WorldProbe.until("[ -e $TTY ]"))
                \(script)
                kill $simulator; wait $simulator
                """,
            ], environment: ["UUTSIM": probe.simulator.path, "FOLDER": probe.folder.path()])
    }

    @Test(
        "pyserial opens, sets any rate, times out, opens again and locks, on a pty",
        .enabled(if: ForeignTool.pyserial.isThere))
    func pyserialOnPTY() async throws {
        let outcome = try await onPTY("echo", "/usr/bin/python3 \(Self.client) $TTY")
        #expect(outcome.output == Self.pyserial, "\(outcome.errors)")
        #expect(outcome.status == 0)
    }

    @Test("what a killed board has left behind leads to no other board")
    func leftoverLink() async throws {
        let outcome = try await onPTY(
            "echo",
            """
            kill -KILL $simulator; wait $simulator
            "$UUTSIM" pty \(Self.board("echo")) --link $FOLDER > $FOLDER/again & simulator=$!
            \(WorldProbe.until("grep -q ttyUSB $FOLDER/again"))
            for link in $FOLDER/ttyUSB*; do readlink $link; done | sort | uniq -d
            grep -c channel $FOLDER/again
            """)
        #expect(outcome.output == "1\n", "\(outcome.errors)")
    }

    @Test(
        "pyserial does the same in a world, and lists the ports as the real ones",
        .enabled(if: ForeignTool.pyserial.isThere))
    func pyserialInWorld() async throws {
        let probe = try WorldProbe("pyserial")
        defer { probe.remove() }
        let bench = try probe.write(
            bench: WorldProbe.bench(), board: String(contentsOfFile: Self.board("echo"), encoding: .utf8))
        let outcome = try await probe.sh(
            "/usr/bin/python3 \(Self.client) /dev/ttyUSB0; /usr/bin/python3 -m serial.tools.list_ports -v", bench: bench
        )
        #expect(outcome.output.hasPrefix(Self.pyserial), "\(outcome.output)\(outcome.errors)")
        let words = outcome.output.dropFirst(Self.pyserial.count).split(whereSeparator: \.isWhitespace)
        #expect(
            words.joined(separator: " ")
                == "/dev/ttyUSB0 desc: echo - echo hwid: USB VID:PID=0403:6001 SER=FT0PROBE LOCATION=1-2.1")
    }

    @Test("pyserial lists every port of a bench by adapter and interface", .enabled(if: ForeignTool.pyserial.isThere))
    func listPorts() async throws {
        let probe = try WorldProbe("list")
        defer { probe.remove() }
        let list =
            "from serial.tools.list_ports import comports\nfor p in sorted(comports()): print(p.device, p.serial_number, p.location, p.manufacturer, p.product, hex(p.vid), hex(p.pid))"
        let outcome = try await probe.sh("/usr/bin/python3 -c '\(list)'")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 12)
        #expect(lines.contains { $0.hasSuffix("FT7DEMO1 1-2.1:1.0 FTDI client_demo 0x403 0x6011") })
        #expect(lines.contains { $0.hasSuffix("FT7DEMO2 1-2.2:1.3 FTDI production_test_v2 0x403 0x6011") })
        #expect(lines.contains { $0.hasSuffix("FT7SENS2 1-4 FTDI sensor_node 0x403 0x6001") })
    }

    @Test("picocom talks to a console", .enabled(if: ForeignTool.picocom.isThere)) func picocom() async throws {
        let outcome = try await onPTY(
            "console", "picocom -q -b 115200 -t \"$(printf 'tech\\rversion\\r')\" -x 800 $TTY < /dev/null")
        #expect(outcome.output.contains("Welcome, tech. Type 'help'."), "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("console 1.0"))
    }

    @Test("tio talks to a console", .enabled(if: ForeignTool.tio.isThere)) func tio() async throws {
        let outcome = try await onPTY(
            "console",
            """
            (until grep -q Connected $FOLDER/tio; do sleep 0.02; done; printf 'tech\\r'; until grep -q Welcome $FOLDER/tio; do sleep 0.02; done
            printf 'version\\r'; until grep -q 'console 1.0' $FOLDER/tio; do sleep 0.02; done; printf '\\024q') |
                script -qec "tio -b 115200 $TTY" /dev/null > $FOLDER/tio
            cat $FOLDER/tio
            """)
        #expect(outcome.output.contains("Welcome, tech. Type 'help'."), "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("console 1.0"))
        #expect(outcome.status == 0)
    }

    @Test(
        "picocom and tio talk to a console in a world",
        .enabled(if: ForeignTool.picocom.isThere && ForeignTool.tio.isThere)) func terminalsInWorld() async throws
    {
        let probe = try WorldProbe("terminals")
        defer { probe.remove() }
        let bench = try probe.write(
            bench: WorldProbe.bench(), board: String(contentsOfFile: Self.board("console"), encoding: .utf8))
        let outcome = try await probe.sh(
            """
            picocom -q -b 115200 -t "$(printf 'tech\\rversion\\r')" -x 800 /dev/ttyUSB0 < /dev/null > $FOLDER/picocom
            (until grep -q Connected $FOLDER/tio; do sleep 0.02; done
            printf 'help\\r'; until grep -q 'this list' $FOLDER/tio; do sleep 0.02; done; printf '\\024q') |
                script -qec "tio -b 115200 /dev/ttyUSB0" /dev/null > $FOLDER/tio
            grep -c 'console 1.0' $FOLDER/picocom; grep -c 'this list' $FOLDER/tio
            """, bench: bench)
        #expect(outcome.output == "1\n1\n", "\(outcome.errors)")
        #expect(outcome.status == 0)
    }

    @Test("a port that a fault holds is refused to everybody, and its holder is a process that comes and goes with it")
    func heldOnPTY() async throws {
        let probe = try WorldProbe("pty-held")
        defer { probe.remove() }
        let outcome = try await BuiltProgram(path: "/bin/sh").run(
            [
                "-c",
                """
                "$UUTSIM" pty \(Self.board("echo")) --link $FOLDER --fault held_port > $FOLDER/out & simulator=$!
                \(WorldProbe.until("pgrep -P $simulator > /dev/null"))
                \(WorldProbe.until("! flock -n $FOLDER/ttyUSB0 true"))
                tr '\\0' ' ' < /proc/$(pgrep -P $simulator)/cmdline | grep -o 'hold /dev/pts'
                holder=$(pgrep -P $simulator); kill $simulator; wait $simulator
                \(WorldProbe.until("[ ! -e /proc/$holder/fd/0 ]"))
                "$UUTSIM" pty \(Self.board("echo")) --link $FOLDER --fault held_port:for=3s > $FOLDER/out & simulator=$!
                \(WorldProbe.until("pgrep -P $simulator > /dev/null"))
                \(WorldProbe.until("! pgrep -P $simulator > /dev/null")); echo reaped; kill $simulator; wait $simulator
                """,
            ], environment: ["UUTSIM": probe.simulator.path, "FOLDER": probe.folder.path()])
        #expect(outcome.output == "hold /dev/pts\nreaped\n", "\(outcome.errors)")
        #expect(outcome.status == 0)
    }
}
