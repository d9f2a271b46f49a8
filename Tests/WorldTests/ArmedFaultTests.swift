import Foundation
import Support
import Testing
import World

@Suite("Faults that are armed by hand", .timeLimit(.minutes(3)))
struct ArmedFaultTests {
    private static let board = """
        version: 1
        board: probe
        usb: { vid: "0403", pid: "6010", product: "probe" }
        channels: { A: {}, B: {} }
        rules: [ { on: '^GO$', reply: "OK", goto: ready } ]
        faults: [ { id: mute, kind: no_answer, when: { on: '^MEAS', hit: 2, in: [idle, ready] } } ]

        """

    private func sh(_ name: String, _ script: String) async throws -> BuiltProgram.Outcome {
        let probe = try WorldProbe("armed-\(name)")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: Self.board)
        return try await probe.sh(script, bench: bench, options: ["--quiet"])
    }

    @Test("are listed with kind, parameters and conditions, on their channel or on each")
    func listed() async throws {
        let outcome = try await sh(
            "list", "$UUTSIM fault left-B late_answer delay=3s for=2 prob=10%; $UUTSIM boards --json")
        let lines = outcome.output.split(separator: "\n")
        let mute = "mute: no_answer hit=2 in=idle ready on=^MEAS (1 strike left)"
        #expect(lines[1].hasSuffix("  \(mute)"))
        #expect(lines[2].hasSuffix("  \(mute); late_answer delay=3s for=2 prob=10% (2 strikes left)"))
        let json = outcome.output.drop { $0 != "{" }
        let reply = try JSONDecoder().decode(ControlReply.self, from: Data(json.utf8))
        let armed = try #require(reply.boards?.first?.armed)
        #expect(armed.map(\.id) == ["mute", "late_answer-B"])
        #expect(armed.map(\.channel) == [nil, "B"])
        #expect(armed.last?.kind == "late_answer")
        #expect(armed.last?.parameters == ["delay": "3s", "for": "2", "prob": "10%"])
    }

    @Test("take several states as they are listed, or with commas, and no parameter twice")
    func states() async throws {
        let outcome = try await sh(
            "states",
            """
            for states in "ready idle" idle,ready; do
              $UUTSIM fault left no_answer in="$states" id=by_hand > /dev/null; $UUTSIM boards | grep -o 'by_hand: .*' | head -n1
            done
            $UUTSIM fault left echo in=ready in=idle; echo $?; $UUTSIM fault left echo for=1 for=2; echo $?
            $UUTSIM boards | grep -c echo
            """)
        #expect(
            outcome.output == "by_hand: no_answer in=ready idle\nby_hand: no_answer in=idle ready\n64\n64\n0\n",
            "\(outcome.output)")
        #expect(outcome.errors.contains("'in' is given twice; several states go into one, as in='ready idle'"))
        #expect(outcome.errors.contains("'for' is given twice; give it once"))
    }

    @Test(
        "the same kind on the same channel takes the place of the former, which is said; on another channel, or on the board, it is another"
    )
    func again() async throws {
        let outcome = try await sh(
            "again",
            """
            exec 3> /dev/null
            $UUTSIM fault left-A garbage bytes=3 >&3; $UUTSIM fault left-B garbage >&3
            $UUTSIM fault left-A garbage bytes=9 on=^X >&3; $UUTSIM fault left-B garbage bytes=2 >&3
            $UUTSIM fault left-A garbage id=other >&3
            $UUTSIM fault left-A echo >&3; $UUTSIM fault left echo for=1 >&3
            $UUTSIM boards | sed 's/.*script//; s/.*probe *//'
            $UUTSIM clear left-B garbage | sed 's/.*probe *//'
            """)
        #expect(
            outcome.errors == """
                uutsim: it takes the place of garbage bytes=3; give one of them an id=... to have both
                uutsim: it takes the place of garbage; give one of them an id=... to have both
                uutsim: echo goes on once it has begun, and for=1 is how often it begins; for=1s ends it after 1 s

                """)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        let mute = "mute: no_answer hit=2 in=idle ready on=^MEAS (1 strike left); "
        let echo = "echo for=1 (until cleared)"
        #expect(lines[1] == mute + "garbage bytes=9 on=^X; other: garbage; echo (until cleared); \(echo)")
        #expect(lines[2] == mute + "garbage bytes=2; \(echo)")
        #expect(lines.last == mute + echo)
    }

    @Test("a state or a channel that the board has not is refused with those that it has")
    func never() async throws {
        let outcome = try await sh(
            "never",
            """
            $UUTSIM fault left no_answer in=redy; echo $?; $UUTSIM fault left no_answer channel=D; echo $?
            printf 'version: 1\\ntimeline: [ { at: 0s, do: fault, target: left, kind: echo, when: { in: on } } ]\\n' > $FOLDER/t
            $UUTSIM script $FOLDER/t; echo $?
            $UUTSIM boards | grep -c -e redy -e echo
            """)
        #expect(outcome.output == "2\n2\n4\n0\n")
        #expect(
            outcome.errors.replacing(#/(?m)^\S*\/t: /#, with: "t: ") == """
                uutsim: probe is never in the state redy; it knows idle, ready
                uutsim: probe has no channel D; it has A, B
                t: probe is never in the state on; it knows idle, ready

                """)
    }

    @Test("say what is left of them, in strikes or in time") func whatIsLeft() async throws {
        let outcome = try await sh(
            "left",
            """
            shown() { $UUTSIM boards | grep ' A ' | grep -o "$1.*"; }
            exec 3<>/dev/ttyUSB0; stty raw -echo <&3
            $UUTSIM fault left-A duplicate_answer for=3 on=^GO > $FOLDER/o; shown duplicate
            printf 'GO\r\n' >&3; timeout 20 head -n1 <&3 > $FOLDER/o; shown duplicate
            $UUTSIM clear left duplicate_answer > $FOLDER/o
            $UUTSIM fault left-A garbage for=1h on=^X > $FOLDER/o; shown garbage | sed 's/[0-9]* s left/N s left/'
            $UUTSIM clear left garbage > $FOLDER/o
            $UUTSIM fault left-A echo for=1h > $FOLDER/o; shown echo | sed 's/[0-9]* s left/N s left/'
            $UUTSIM fault left-B stop_reading on=^X > $FOLDER/o
            $UUTSIM boards --json | /usr/bin/python3 -c 'import json, sys
            for fault in json.load(sys.stdin)["boards"][0]["armed"]: print(fault["id"], fault["strikes"], fault.get("strikesLeft"))'
            """)
        #expect(
            outcome.output == """
                duplicate_answer for=3 on=^GO (3 strikes left)
                duplicate_answer for=3 on=^GO (struck once, 2 strikes left)
                garbage for=1h on=^X (N s left)
                echo for=1h (N s left)
                mute 0 1
                stop_reading-B 0 1
                echo-A 1 0

                """, "\(outcome.errors)")
    }

    @Test(
        "on a pty too",
        arguments: [
            ("in=redy", "is never in the state redy; it knows login, shell"),
            ("channel=B", "has no channel B; it has A"),
        ])
    func onAPty(condition: String, message: String) async throws {
        let board = WorldProbe.fixtures.appending(path: "boards/console.yaml").path()
        let folder = NSTemporaryDirectory() + "no-pty-\(UUID())"
        let outcome = try await BuiltProgram("uutsim").run(
            ["pty", board, "--link", folder, "--fault", "no_answer:\(condition)"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("--fault no_answer: console \(message)"))
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("a bench whose timeline arms what can never strike is refused")
    func neverInABench() async throws {
        let probe = try WorldProbe("armed-bench")
        defer { probe.remove() }
        let line = "timeline: [ { at: 1s, do: fault, target: left, kind: no_answer, when: { in: redy } } ]"
        let bench = try probe.write(bench: WorldProbe.bench(timeline: line), board: Self.board)
        let outcome = try await probe.sh("echo ran", bench: bench)
        #expect(outcome.status == 4)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("of board left: probe is never in the state redy; it knows idle, ready"))
    }
}
