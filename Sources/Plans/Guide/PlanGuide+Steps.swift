internal import StrictYAML

extension PlanGuide {
    static let stepChapters: [Chapter] = [
        Chapter(
            "send", "What a step does",
            "At most one of these; with none of them a step only listens.",
            Example(
                .steps,
                #"""
                - { id: text, send: "MEAS 3V3", expect: '^OK$' }        # and the port's end of line
                - { id: bytes, send_hex: "02 41 0d", expect: '^\x06' }  # exactly these
                - { id: load, send_file: firmware.bin, expect: '^LOADED$', timeout: 1m }
                - { id: rest, wait: 500ms }
                - { id: banner, expect: '^READY$' }                     # listens only
                """#),
            after: """
                A file to send lies beside the plan, or in a folder there, and has at most 1 MiB. It is read with the plan
                and part of its hash: (cat demo.yaml; sha256sum firmware.bin) | sha256sum.
                """),
        Chapter(
            "levels", "What answers mean",
            """
            An answer is judged frame by frame (a line). CRITICAL, FAIL, WARN and PASS are tried in this order, and the
            first pattern that fits ends the step. 'expect' is short for levels.pass.
            """,
            Example(
                .steps,
                #"""
                - id: rail_3v3
                  send: "MEAS 3V3"
                  levels:
                    critical: ['OVERVOLT', 'SHORT']
                    fail: '^ERR\b'
                    warn: '^OK SLOW$'
                    pass: '^OK$'
                """#)),
        Chapter(
            "outcomes", "When nothing fits, and when it fails",
            """
            No pattern fits: no_match (fail, warn, error), at the deadline or after no_match_after frames. Silence:
            on_timeout (timeout, fail, warn). After FAIL or TIMEOUT a run goes to STOP (on_fail: stop), or on (continue);
            after CRITICAL and ERROR always to STOP. Retries are for timeout and no_match unless 'on' says otherwise.
            """,
            Example(
                .steps,
                #"""
                - id: leds
                  send: "LED ALL"
                  expect: '^OK$'
                  timeout: 1s
                  no_match: warn
                  no_match_after: 3
                  on_timeout: fail
                  on_fail: continue
                  retries: { count: 2, delay: 100ms, on: [timeout, no_match, fail] }
                """#)),
        Chapter(
            "frames", "Frames, echo and noise",
            """
            'ignore' leaves out frames (they are recorded). 'until' collects frames up to the one it fits and judges them
            joined by LF. An echo of the command is left out (echo: auto); on: it must come; off: it is judged like any
            frame. quiet_before waits for silence, so that a late answer never satisfies the next step.
            """,
            Example(
                .steps,
                #"""
                - id: memory
                  send: "MEMTEST"
                  ignore: ['^\[kern\]', '^#']
                  echo: on
                  quiet_before: 20ms
                  until: '^END$'
                  levels: { fail: ' BAD$', pass: '^BANK0 OK\nBANK1 OK\nEND$' }
                """#)),
        Chapter(
            "measure", "Measurements",
            """
            A named group holds the number. Both limits belong to the good range; outside is FAIL, and so is what is no
            number. marginal: 10% makes the outer tenth inside each limit WARN.
            """,
            Example(
                .steps,
                #"""
                - id: rail_3v3
                  send: "MEAS 3V3"
                  expect: '^V=(?<v>[-0-9.]+) I=(?<i>[0-9]+)$'
                  measure:
                    v: { unit: V, min: 3.20, max: 3.40, marginal: 10% }
                    i: { unit: mA, max: 140 }
                """#)),
        Chapter(
            "captures", "Captures: require, and text from earlier answers",
            """
            What named groups of PASS and WARN patterns hold is known to this step's 'require' as v, and to later steps as
            step.v. ${step.v} puts it into what is sent ($${ stands for the two characters). A condition that is not true
            is FAIL.
            """,
            Example(
                .steps,
                #"""
                - { id: read_sn, send: "SN?", expect: '^SN=(?<sn>[0-9A-Z]{8})$' }
                - { id: light, send: "V 1", expect: '^V=(?<v>[0-9.]+)$', require: 'v > 4.5' }
                - { id: load, send: "V 2", expect: '^V=(?<v>[0-9.]+)$', require: 'v < light.v and abs(v - light.v) <= 0.5' }
                - { id: store, send: "STORE ${read_sn.sn}", expect: '^STORED (?<sn>\S+)$', require: 'sn == read_sn.sn' }
                """#),
            after: """
                + - * / % == != < <= > >= and or not, abs min max round len, texts in quotes. A step whose id holds '-' is
                written in backticks: `rail-3v3`.v. Only what comes earlier on every way can be used, so STOP cannot use
                what START or TEST captured.
                """),
        Chapter(
            "cross", "Send on one port, listen on another",
            "'port' is where a step sends, 'listen' where the answer is expected.",
            Example(
                .steps,
                #"""
                - { id: loopback, send: "PING 7", port: ctl, listen: aux, expect: '^PONG 7$' }
                """#)),
        Chapter(
            "operator", "Asking a person",
            """
            scan asks for a text, typed or read by a scanner: it is judged like a frame, any text is a PASS where nothing is
            expected, and all of it is the capture 'text'. confirm asks yes (PASS) or no (FAIL). The question stays open
            for the step's own timeout, or five minutes.
            """,
            Example(
                .steps,
                #"""
                - { id: label, operator: { scan: "Scan the label" }, expect: '^(?<sn>[0-9A-Z]{8})$', timeout: 1m }
                - { id: led, operator: { confirm: "Is the LED green?" }, on_fail: continue }
                """#)),
    ]
}
