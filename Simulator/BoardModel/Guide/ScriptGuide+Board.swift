internal import StrictYAML

extension ScriptGuide {
    static let boardChapters: [Chapter] = [
        Chapter(
            "board", "A board",
            """
            One YAML file a kind of board, boards/<board>.yaml: what it is on USB, and what it answers. Try it without any
            rig: uutsim pty FILE --link /tmp/b, and open /tmp/b/ttyUSB0 with any terminal program.
            """,
            Example(
                .file,
                #"""
                version: 1
                board: scale                           # the file is called scale.yaml
                usb: { vid: "0403", pid: "6001", product: "Scale", manufacturer: "ACME" }
                vars: { grams: 120.5, n: 0 }
                channels:
                  A: { baud: 9600, boot: [ { after: 30ms, emit: "SCALE v2\r\n" } ] }
                rules:
                  - { on: '^TARE$', reply: "OK", delay: 20ms..40ms, set: { n: "n + 1" } }
                  - { on: '^WEIGH$', reply: "W=${grams:%.1f} g", delay: 200ms }
                  - { on: '.', reply: "ERR" }
                assert: [ { saw: '^TARE$', times: 1 } ]
                """#),
            after: """
                'vid' (0403 where absent) and 'pid' are four hexadecimal digits in quotation marks. The chip, and with it the
                number of channels, is known from FTDI's own pid; for another pid, 'chip' says it: FT232AM, FT232BM, FT2232C,
                FT232R, FT2232H, FT4232H, FT232H, FT-X, FT2233HP, FT4233HP, FT2232HP, FT4232HP, FT233HP, FT232HP, FT4232HA.
                Durations have units (500us 20ms 3s 2m), and where chance may choose, two of them: 20ms..40ms. Patterns are
                PCRE on bytes, in single quotation marks; in double ones \\r, \\n and \\x1b are read.
                The same seed and the same input give the same bytes at the same times. What a board cannot carry out, such as
                a division by zero, counts as a failed assertion.
                """),
        Chapter(
            "channels", "Channels",
            """
            A to D, as many as the chip has and as something is behind; a channel that is not named is a port on which nobody
            answers. Each has a state and variables of its own, unless 'link' has it share another's.
            """,
            Example(
                .channels,
                #"""
                usb: { vid: "0403", pid: "ABCD", product: "Own id", chip: FT4232H }
                channels:
                  A: { baud: 115200, eol: crlf, echo: false, pace: true, start: asleep }
                  B: { link: A, baud: 9600, eol: lf }  # all else, and the state, is A's
                  C: { eol: any, echo: true }
                  D: { eol: none }
                rules:
                  - { channel: [A, B], in: asleep, on: '^WAKE$', reply: "OK", goto: awake }
                  - { channel: D, on: '\x02(?<body>[^\x03]*)\x03$', reply: "${0x06}" }
                """#),
            after: """
                baud: what the board's own UART is set to; at any other rate that the rig sets both sides hear garbage. eol:
                how its lines end and how it expects the rig's to: crlf, lf, cr; any takes each of them and answers with CRLF,
                for people at a terminal; none is for bytes that are no lines: rules are tried after every byte, on all that
                came since the last one that fitted, and an answer gets no end of line. echo: true sends every byte back.
                pace: true has bytes take the time that they take on a wire, at the rate that the rig has set. start: the
                state after power-on, idle where absent. Without these: baud: 115200, eol: crlf, echo: false, pace: false.
                """),
        Chapter(
            "rules", "Rules",
            """
            What the board does about a line. The first rule that fits in the channel's state is carried out, and no other;
            a line that none fits is met with silence. While the board works at an answer further lines wait.
            """,
            Example(
                .rules,
                #"""
                rules:
                  - { on: '^RESET$', reply: "READY", delay: 20ms..40ms, goto: ready }
                  - { in: ready, on: '^COUNT$', reply: "N=${n:%d}", set: { n: "n + 1" } }
                  - { in: [ready, busy], on: '^LIST$', reply: ["one", "two", "END"] }
                  - { channel: A, on: '^PING (?<n>\d+)$', reply: "PONG ${n}", reply_on: B }
                  - { in: ready, on: '^WORK$', goto: busy }
                  - { on: '.', reply: "ERR UNKNOWN" }
                """#),
            after: """
                on: the line's pattern, without its end of line. in: one state or several; any where absent. channel: one or
                several. reply: a line or several, each with the channel's end of line; silence where absent. reply_on: the
                channel that is answered on. delay: how long the answer takes. set: variables, in this order and before the
                answer is made. goto: the next state; a state that nothing leads to is an error of the file.
                """),
        Chapter(
            "text", "Text and numbers",
            """
            What is said may hold variables, and 'set' computes them.
            """,
            Example(
                .rules,
                #"""
                rules:
                  - { on: '^MEAS$', reply: "V=${volts:%.2f}",
                      set: { volts: "3.3 + jitter(0.02)" } }
                  - { on: '^ID$', reply: "SN=${channel}${n:%05d}", set: { n: "n + 1" } }
                  - { on: '^SAY (?<what>.*)$', reply: "${what:%-10s}|",
                      set: { last: "'<' + what + '>'" } }
                  - { on: '^RAW$', reply: "${0x00FF} is two bytes, and $${ is not read" }
                vars: { n: 0, volts: 3.30, last: none }
                """#),
            after: """
                ${name} is a variable, a named group of the rule's pattern, or 'channel', the letter of the channel. Behind a
                colon stands a format: %[-][0][width][.precision] and d (whole number), f (with a point), x or X (hexadecimal),
                or s (text). A variable keeps its text as it is written, 3.30 and 007, until it is computed with. Expressions
                know numbers, 'text', names, + - * /, parentheses and jitter(x), any number from -x to x; + joins where a side
                is text.
                """),
    ]
}
