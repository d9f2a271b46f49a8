import Support
import Testing

@Suite("Scripts that happen to a running world", .timeLimit(.minutes(3)))
struct RunningScriptTests {
    @Test("a timeline is let happen to a running bench, or refused with all that is wrong with it")
    func script() async throws {
        let probe = try WorldProbe("script")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            cat > $FOLDER/good.yaml <<'END'
            version: 1
            timeline:
              - { at: 0s, do: fault, target: left, kind: echo }
              - { at: 10ms, do: replug, target: left, after: 10ms, as: ttyUSB7, serial: FT0OTHER }
            END
            cat > $FOLDER/bad.yaml <<'END'
            version: 1
            timeline:
              - { at: 0s, do: unplug, target: lefty }
              - { do: explode }
            END
            cd $FOLDER
            $UUTSIM script good.yaml > /dev/null
            \(WorldProbe.until("[ -c /dev/ttyUSB7 ]")); ls /dev/serial/by-id
            $UUTSIM boards | grep -c echo
            $UUTSIM script bad.yaml; echo $?
            $UUTSIM script none.yaml; echo $?
            """, bench: bench, options: ["--quiet"])
        #expect(outcome.output == "usb-FTDI_probe_FT0OTHER-if00-port0\n1\n4\n4\n")
        #expect(
            outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("uutsim: happening now: ") }.map { $0 + "\n" }
                .joined() == """
                    bad.yaml:3:35: there is no board 'lefty'; the boards are left; a channel is written 'left-B'
                    bad.yaml:4:5: neither 'at' nor 'every' says when
                    bad.yaml:4:11: 'do' does not know 'explode'; write plug, unplug, replug, fault or clear
                    none.yaml: cannot be read, or is not UTF-8

                    """)
    }

    @Test(
        "a script is stopped, by its name or with all others: no more of it happens, and a plug that it has out comes back"
    )
    func stoppedScript() async throws {
        let probe = try WorldProbe("stop")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            cd $FOLDER
            printf 'version: 1\ntimeline: [ { every: 1h, do: clear } ]\n' > idle.yaml
            printf 'version: 1\ntimeline: [ { at: 0s, do: replug, target: left, after: 2s, as: ttyUSB7 }, { at: 1h, do: unplug, target: left } ]\n' > out.yaml
            $UUTSIM script --stop; echo $?
            $UUTSIM script idle.yaml > $FOLDER/said; $UUTSIM script out.yaml > $FOLDER/said
            \(WorldProbe.until("[ ! -e /dev/ttyUSB0 ]"))
            $UUTSIM script out.yml --stop; echo $?
            (cd / && $UUTSIM script $FOLDER/gone/../out.yaml --stop --world \(probe.name) > $FOLDER/said; echo $?)
            \(WorldProbe.until("[ -c /dev/ttyUSB7 ]")); echo back
            $UUTSIM script --stop > $FOLDER/said; echo $?
            $UUTSIM boards > $FOLDER/said
            """, bench: bench, options: ["--quiet"])
        #expect(outcome.output == "2\n2\n0\nback\n0\n", "\(outcome.errors)")
        let stays = "what has happened stays as it is, and a board that a replug has out comes back"
        #expect(
            outcome.errors == """
                uutsim: no script happens to this bench, so there is none to stop
                uutsim: happening now: idle.yaml; end it with uutsim script --stop
                uutsim: happening now: idle.yaml, out.yaml; end it with uutsim script --stop
                uutsim: no script out.yml happens to this bench; did you mean 'out.yaml'? there are idle.yaml, out.yaml
                uutsim: stopped: out.yaml; \(stays)
                uutsim: happening now: idle.yaml; end it with uutsim script --stop --world \(probe.name)
                uutsim: stopped: idle.yaml; \(stays)

                """)
    }

    @Test("what a stopped script would have done does not happen, though what another does in the same time does")
    func nothingOfIt() async throws {
        let probe = try WorldProbe("nothing")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            cd $FOLDER; exec 3> said
            for id in old new; do
                printf 'version: 1\ntimeline: [ { every: 100ms, do: fault, target: left, kind: garbage, id: %s, when: { on: never } } ]\n' $id > $id.yaml
            done
            armed() { $UUTSIM boards 2>&3 | grep -q "$1: garbage"; }
            again() { $UUTSIM clear left $1 >&3; \(WorldProbe.until("armed $1")); }
            $UUTSIM script $FOLDER/old.yaml >&3 2>&3; $UUTSIM script new.yaml >&3 2>&3
            \(WorldProbe.until("armed old"))
            again old; again old; echo happens
            $UUTSIM boards --json 2>&3 | /usr/bin/python3 -c 'import json, sys; print(*json.load(sys.stdin)["scripts"])'
            $UUTSIM script ./old.yaml --stop >&3 2>&3; echo $?
            $UUTSIM clear left old >&3
            again new; again new; again new; again new
            armed old; echo $?
            $UUTSIM boards --json 2>&3 | /usr/bin/python3 -c 'import json, sys; print(*json.load(sys.stdin)["scripts"])'
            """, bench: bench, options: ["--quiet"])
        #expect(outcome.output == "happens\nold.yaml new.yaml\n0\n1\nnew.yaml\n", "\(outcome.errors)")
    }
}
