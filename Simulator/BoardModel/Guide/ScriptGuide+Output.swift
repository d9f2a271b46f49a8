internal import StrictYAML

extension ScriptGuide {
    static let boardOutputChapters: [Chapter] = [
        Chapter(
            "unasked", "What is said unasked, and exactly as written",
            """
            Bytes that 'emit' gives are said as they are: no end of line is added.
            """,
            Example(
                .channels,
                #"""
                usb: { vid: "0403", pid: "6010", product: "Talker" }
                channels:
                  A:
                    boot:
                      - { after: 30ms..60ms, emit: "BOOT v1\r\n" }
                      - { after: 1s, emit: "login: " }
                  B: {}
                opening:
                  - { channel: A, after: 20ms, in: idle, emit: "\r\n> " }
                spontaneous:
                  - { channel: A, every: 500ms..2s, in: ready, emit: "# alive\r\n" }
                rules:
                  - { on: '^GO$', reply: "OK", emit: "> ", goto: ready }
                  - on: '^DUMP$'
                    emit: "["
                    then:
                      - { after: 10ms, emit: "1," }
                      - { after: 5ms, emit: "2]", channel: B }
                """#),
            after: """
                boot: so long after power-on. opening: so long after the rig opens the port, each time, as boards do that DTR
                resets. spontaneous: every so often, first one period after power-on. 'in' holds them to a state or several.
                In a rule, emit comes behind the reply (a prompt), and then: what follows, each so long after the one before,
                perhaps on another channel; the board is busy until all is said, and no fault touches it.
                """),
        Chapter(
            "faults", "Faults",
            """
            What goes wrong with every board of this kind. uutsim help fault names the kinds with their parameters; the same
            words arm one by hand (uutsim fault, uutsim pty --fault) and in a bench's timeline.
            """,
            Example(
                .rules,
                #"""
                rules: [ { on: '^MEAS', reply: "V=3.3" }, { on: '^RESET$', goto: ready } ]
                faults:
                  - { id: mute, kind: no_answer, when: { on: '^MEAS', hit: 2 } }
                  - { kind: late_answer, delay: 3s, for: 2 }          # the next two answers
                  - { kind: garbage, channel: B, for: 30s, when: { in: ready, prob: 10% } }
                  - { kind: replug, after: 2s, when: { on: '^MEAS', at: mid_reply } }
                """#),
            after: """
                when: it strikes where all that is given holds: on, the line that came; hit, from its n-th time on; in, the
                state or several; prob, how likely; at, a time since it was armed (5s), and for kinds that pull the plug the
                moment: idle (nothing is on its way), mid_reply, mid_write or opening. for: so many times (2), or so long
                (30s). hit: 2 alone is the second time, once; with for: 3 it is the second, third and fourth. Without for and
                hit it lasts until it is cleared, at every occasion or without end, as echo and held_port; only what else
                befalls the host or the chip, and a plug whose pull waits for no line, is over at once. channel: only what
                concerns that one. id: by which it is cleared, its kind where absent; a board has one fault of an id at a
                time, and arming it again replaces it.
                """),
        Chapter(
            "assert", "What the board holds against the rig",
            """
            Judged on the lines that came, when the world or the pty ends: exit status 5, and a sentence for each. Counts
            outlive a plug that is pulled.
            """,
            Example(
                .rules,
                #"""
                rules: [ { on: '.', reply: "OK" } ]
                assert:
                  - { saw: '^EXIT$', times: 1 }          # without 'times' at least once
                  - { never: '^OUT 1$', after: '^EXIT$', until: '^RESET$', channel: A }
                  - { baud: 115200 }                                  # of every line
                """#),
            after: """
                never: not at all, or not while the window is open that 'after' opens and 'until' closes. channel: only its
                lines count.
                """),
    ]
}
