internal import StrictYAML

extension ScriptGuide {
    static let benchChapters: [Chapter] = [
        Chapter(
            "bench", "A bench",
            """
            A set of boards, benches/<bench>.yaml; their scripts lie in ../boards beside it. uutsim world FILE -- COMMAND
            plugs them in and runs a program that sees them as real adapters.
            """,
            Example(
                .file,
                #"""
                version: 1
                bench: two
                seed: 42
                scale: 0.1                             # ten times faster than real
                hubs: { h1: "1-2" }
                boards:
                  - { id: left,  board: client_demo, serial: FT7DEMO1, path: "1-2.1" }
                  - { id: right, board: client_demo, path: "1-2.2", vars: { volts: 3.39 } }
                timeline:
                  - { at: 60s, do: unplug, target: left }
                """#),
            after: """
                id: by which commands and the timeline name the board. board: its script. serial: of its chip, blank where
                absent. path: the USB socket, bus and then the port at each hub; sockets on one hub are pulled together by the
                fault hub_pull. vars: in place of the script's. seed: of all that is left to chance, 0 where absent; each
                board has its own of it, so that another board changes nothing. scale: real seconds for one of the boards'.
                """),
        Chapter(
            "timeline", "What happens to it",
            """
            Lines of a bench's timeline, each at a time since the start or every so often. The same list by itself, with
            version: 1 above it, is what uutsim script lets happen to a world that runs.
            """,
            Example(
                .timeline,
                #"""
                timeline:
                  - { at: 5s..8s, do: unplug, target: left }
                  - { at: 10s, do: plug, target: left, as: ttyUSB9 }
                  - { every: 90s, do: fault, target: right-B, kind: no_answer, for: 1,
                      when: { on: '^MEAS' } }
                  - { at: 2m, do: replug, target: right, after: 4s, as: "ttyUSB20,ttyUSB23",
                      serial: FT7OTHER, swap: false }
                  - { at: 3m, do: clear, target: right, id: no_answer-4 }
                  - { at: 4m, do: clear }
                """#),
            after: """
                do: plug, unplug, replug, fault or clear. target: a board, or one channel of it for a fault (right-B). as: the
                tty of its first port, or of each with commas between; the lowest that is free where absent. after: how long
                it is out. serial: another one from then on. swap: true gives the channels their ttys in reverse. A fault takes
                what those of a board take (uutsim help board faults); without an id it is called by its kind and the number
                of its line, so that two lines are two faults. clear: all faults of all boards, where it says no more.
                """),
    ]
}
