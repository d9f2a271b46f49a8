import Foundation
import Support
import Testing

@Suite("Control of a running world", .timeLimit(.minutes(3)))
struct ControlTests {
    @Test("two worlds run at once, each with ports of its own, and are listed from outside by name")
    func twoWorlds() async throws {
        let (one, two) = (try WorldProbe("one"), try WorldProbe("two"))
        defer {
            one.remove()
            two.remove()
        }
        let script = """
            touch $FOLDER/up; \(WorldProbe.until("[ -e $FOLDER/go ]")); ls /dev/ttyUSB* | wc -l
            """
        async let first = one.sh(script)
        async let second = two.sh(script)
        for probe in [one, two] {
            try await waitFor(probe.folder.appending(path: "up"))
            let boards = try await probe.simulator.run(["boards", "--world", probe.name, "--json"])
            #expect(boards.status == 0)
            #expect(boards.output.contains("\"FT7SENS2\""))
        }
        for probe in [one, two] { try Data().write(to: probe.folder.appending(path: "go")) }
        #expect(try await first.output == "12\n")
        #expect(try await second.output == "12\n")
    }

    @Test("a board that is not there is refused with the names of those that are")
    func unknownBoard() async throws {
        let probe = try WorldProbe("unknown")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            "$UUTSIM unplug lefty; $UUTSIM plug left; $UUTSIM fault left no_such_fault", options: ["--quiet"])
        let lines = outcome.errors.split(separator: "\n")
        #expect(
            lines.first
                == "uutsim: no board named lefty on this bench; did you mean 'left'? it has left, right, spare, s1, s2")
        #expect(lines.dropFirst().first == "uutsim: board left is plugged in already")
        #expect(lines.last?.contains("no_such_fault") == true)
        #expect(outcome.status == 2)
    }

    @Test("a replug to names that another board has is refused, with who has them, and changes nothing")
    func refusedReplug() async throws {
        let probe = try WorldProbe("refused")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            """
            $UUTSIM boards > $FOLDER/before
            $UUTSIM replug spare --as ttyUSB0; echo $?
            $UUTSIM replug left --as ttyUSB9; echo $?
            $UUTSIM replug left --as ttyUSB40,ttyUSB41; echo $?
            $UUTSIM boards | cmp - $FOLDER/before && echo same
            $UUTSIM replug left --as ttyUSB40 > /dev/null; echo $?; ls /dev/ttyUSB43
            """, options: ["--quiet"])
        #expect(outcome.output == "2\n2\n2\nsame\n0\n/dev/ttyUSB43\n")
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.first?.hasPrefix("uutsim: ttyUSB0 is board left's; 2 numbers are needed, and free are ") == true)
        #expect(lines.dropFirst().first?.contains("ttyUSB9 is board spare's; 4 numbers are needed") == true)
    }

    @Test("a fault or a channel that is not there is refused with those that are")
    func unknownFaultAndChannel() async throws {
        let probe = try WorldProbe("nosuch")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            """
            $UUTSIM clear right nosuch; echo $?
            $UUTSIM fault right no_answer > /dev/null; $UUTSIM clear right nosuch
            $UUTSIM clear right no_answer > /dev/null; echo $?
            $UUTSIM clear right > /dev/null; echo $?
            $UUTSIM fault right-Z no_answer; $UUTSIM fault s1-B no_answer; $UUTSIM fault lefty-A no_answer
            """, options: ["--quiet"])
        #expect(outcome.output == "2\n0\n0\n")
        #expect(
            outcome.errors == """
                uutsim: no fault nosuch is armed on board right; none is
                uutsim: no fault nosuch is armed on board right; there are no_answer
                uutsim: board right has no channel Z; it has A, B, C, D
                uutsim: board s1 has no channel B; it has A
                uutsim: no board named lefty-A on this bench; it has left, right, spare, s1, s2

                """)
    }

    @Test("a world that does not run is refused with exit code 5")
    func noWorld() async throws {
        let outcome = try await BuiltProgram("uutsim").run(["boards", "--world", "no-such-world"])
        #expect(outcome.status == 5)
        #expect(outcome.errors.hasPrefix("uutsim: no world named no-such-world is running"))
    }

    @Test("a folder that is no world is refused, and nobody who listens beside it is disturbed")
    func noFolder() async throws {
        let probe = try WorldProbe("stranger")
        defer { probe.remove() }
        let client = WorldProbe.clients.appending(path: "stranger.py").path()
        let outcome = try await BuiltProgram(path: "/usr/bin/python3").run(
            [client, probe.folder.path(), probe.simulator.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("left alone\n5 uutsim: no world runs in \(probe.folder.path())"))
    }

    @Test("a name that is in use is refused")
    func takenName() async throws {
        let probe = try WorldProbe("taken")
        defer { probe.remove() }
        // The inner one does not get so far as to need rights that it has not.
        let outcome = try await probe.sh(
            "$UUTSIM world \(WorldProbe.fixtures.path())/benches/quiet.yaml --name \(probe.name) -- true")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("a world named \(probe.name) is running; choose another name with --name"))
    }

    @Test("a fault takes the plug and gives it back under another name")
    func replugFault() async throws {
        let probe = try WorldProbe("replug")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            $UUTSIM fault left replug after=20ms as=ttyUSB9 > /dev/null || exit 2
            \(WorldProbe.until("[ -c /dev/ttyUSB9 ] && ls -l /dev/serial/by-id | grep -q ttyUSB9"))
            [ -e /dev/ttyUSB0 ] && exit 3; ls -l /dev/serial/by-id | grep -c ttyUSB9
            """, bench: bench)
        #expect(outcome.output == "1\n")
        #expect(outcome.status == 0)
    }

    @Test("a board that is replugged is out for as long as is asked for, and then back under the name that was")
    func replugAfter() async throws {
        let probe = try WorldProbe("after")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(timeline: "scale: 0.01"), board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            $UUTSIM replug left --after 30d --as ttyUSB8 > /dev/null & month=$!
            \(WorldProbe.until("[ ! -e /dev/ttyUSB0 ]")); echo gone
            kill $month; $UUTSIM plug left > /dev/null; [ -c /dev/ttyUSB0 ] && echo by hand
            $UUTSIM replug left --after 30s --as ttyUSB9 > /dev/null & soon=$!
            \(WorldProbe.until("[ ! -e /dev/ttyUSB0 ]")); echo gone
            wait $soon; echo $?; [ -c /dev/ttyUSB9 ] && echo back
            $UUTSIM replug left --after 30 > /dev/null; echo $?
            """, bench: bench, options: ["--quiet"])
        #expect(outcome.output == "gone\nby hand\ngone\n0\nback\n2\n", "\(outcome.errors)")
        #expect(outcome.errors.contains("uutsim: 'after' has no unit: '30'; write a duration such as "))
    }

    @Test("an armed fault silences the board until it is cleared")
    func muteFault() async throws {
        let probe = try WorldProbe("mute")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            $UUTSIM fault left no_answer on='^HELLO$' | grep -c no_answer
            exec 3<>/dev/ttyUSB0; stty raw -echo <&3
            printf 'HELLO\\r\\nBAD\\r\\n' >&3; timeout 5 head -n1 <&3
            $UUTSIM clear left > /dev/null
            printf 'HELLO\\r\\n' >&3; timeout 5 head -n1 <&3
            """, bench: bench)
        // The line behind it is answered, and nothing before.
        #expect(outcome.output == "1\nOH\r\nWORLD\r\n")
    }

    @Test("of one channel only what was armed on it is taken back")
    func clearedChannel() async throws {
        let probe = try WorldProbe("clear")
        defer { probe.remove() }
        let board = """
            version: 1
            board: probe
            usb: { vid: "0403", pid: "6010", product: "probe" }
            channels: { A: {}, B: {} }

            """
        let bench = try probe.write(bench: WorldProbe.bench(), board: board)
        let outcome = try await probe.sh(
            """
            $UUTSIM fault left-A no_answer id=a >/dev/null && $UUTSIM fault left-B no_answer id=b >/dev/null || exit 2
            $UUTSIM fault left garbage id=all >/dev/null || exit 3
            $UUTSIM clear left-A b 2>&1; $UUTSIM clear left-A >/dev/null
            for id in a b all; do $UUTSIM boards | grep -qw $id && echo $id; done
            """, bench: bench)
        #expect(outcome.output.contains("no fault b is armed"), "another channel's is refused: \(outcome.output)")
        #expect(outcome.output.hasSuffix("b\nall\n"), "\(outcome.output)")
    }

    @Test("a bench's timeline happens, at its scale")
    func timeline() async throws {
        let probe = try WorldProbe("time")
        defer { probe.remove() }
        let bench = try probe.write(
            bench: WorldProbe.bench(
                timeline: """
                    scale: 0.01
                    timeline:
                      - { at: 20s, do: unplug, target: left }
                      - { at: 50s, do: plug, target: left, as: ttyUSB4 }
                    """), board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            \(WorldProbe.until("[ ! -e /dev/ttyUSB0 ]")); echo gone
            \(WorldProbe.until("[ -c /dev/ttyUSB4 ]")); echo back
            """, bench: bench)
        #expect(outcome.output == "gone\nback\n")
    }

    @Test("a port's name is refused where a plug is meant, with the board's") func wholeBoards() async throws {
        let probe = try WorldProbe("whole")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            """
            for verb in unplug plug replug; do $UUTSIM $verb left-A; echo $?; done; ls /dev/ttyUSB* | wc -l
            $UUTSIM fault left echo id=; echo $?
            """, options: ["--quiet"])
        #expect(outcome.output == "2\n2\n2\n12\n2\n")
        let why = "left-A is one port of board left, and a plug is the whole board's; write"
        #expect(
            outcome.errors == """
                uutsim: \(why) unplug left
                uutsim: \(why) plug left
                uutsim: \(why) replug left
                uutsim: 'id' is empty; write a name, by which the fault is cleared, or leave 'id' out

                """)
    }

    @Test("what a world cannot show is refused, wherever it is armed")
    func refusedFaults() async throws {
        let probe = try WorldProbe("refuse")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            "$UUTSIM fault left parity; $UUTSIM fault s1 hub_pull; $UUTSIM boards | grep -c -e parity -e hub_pull",
            options: ["--quiet"])
        #expect(
            outcome.errors == """
                uutsim: parity cannot be shown on a world; it needs vm
                uutsim: board s1 is in 1-3, which is on no hub; hub_pull needs one

                """)
        #expect(outcome.output == "0\n")
        let scripted = WorldProbe.board + "faults: [ { kind: overrun } ]\n"
        let bench = try probe.write(bench: WorldProbe.bench(), board: scripted)
        let world = try await probe.sh("echo ran", bench: bench)
        #expect(world.status == 4)
        #expect(
            world.errors.contains(
                "bench probe: board left, script probe: overrun cannot be shown on a world; it needs vm"))
        #expect(world.output == "")
        let pty = try await BuiltProgram("uutsim").run(
            ["pty", probe.folder.appending(path: "boards/probe.yaml").path(), "--link", probe.folder.path()])
        #expect(pty.status == 4)
        #expect(pty.errors.contains("overrun cannot be shown on a pty; it needs vm"))
    }

    @Test(
        "a parameter that a pty cannot honour is refused by name, in a script and on the command line",
        arguments: ["serial": "FT9", "swap": "true"]) func notOnAPty(parameter: String, value: String) async throws
    {
        let probe = try WorldProbe("pty-\(parameter)")
        defer { probe.remove() }
        let faults = "faults: [ { kind: replug, \(parameter): \(value) } ]\n"
        _ = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board + faults)
        let board = probe.folder.appending(path: "boards/probe.yaml").path()
        let refusal = "replug: \(parameter) cannot be given on a pty"
        let scripted = try await probe.simulator.run(["pty", board, "--link", probe.folder.path()])
        #expect(scripted.status == 4)
        #expect(scripted.errors.contains(refusal))
        _ = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let asked = try await probe.simulator.run(
            ["pty", board, "--link", probe.folder.path(), "--fault", "replug:\(parameter)=\(value)"])
        #expect(asked.status == 2)
        #expect(asked.errors.contains(refusal))
    }

    private func waitFor(_ file: URL) async throws {
        for _ in 0..<3_000 where !FileManager.default.fileExists(atPath: file.path()) {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(FileManager.default.fileExists(atPath: file.path()))
    }
}
