internal import StrictYAML

extension PlanGuide {
    static let first: [Chapter] = [
        Chapter(
            "plan", "A plan",
            """
            One YAML file a BIB, bibs/<bib>.yaml: which boards it is for, what its units are, what each is sent and what
            it must answer. A run is START, then TEST, then STOP; STOP is carried out on every way out.
            """,
            Example(
                .file,
                #"""
                version: 1
                bib: demo                              # the file is called demo.yaml
                description: Demo board
                boards: one                            # one | many
                match: { product: "demo", vid: "0403", pid: ["6011", "6048"], serial: '^FT' }
                defaults: { timeout: 2s, eol: crlf, retries: { count: 1, delay: 200ms } }
                uuts:
                  - id: unit
                    serial_from: { step: read_sn, capture: sn }
                    ports:
                      ctl: { channel: A, baud: 115200 }
                    start:
                      - { id: read_sn, send: "SN?", expect: '^SN=(?<sn>[0-9A-Z]{8})$' }
                    test:
                      - { id: self_test, send: "TEST", expect: '^PASS$', timeout: 5s }
                    stop:
                      - { id: bye, send: "EXIT", expect: '^BYE$' }
                """#),
            after: """
                The board fits where all keys of 'match' do; 'serial' is a pattern, and where it is that of one board
                ('^FT7ABCDE$') its ports are shown as offline while it is away. Of several boards that fit the first is used
                (boards: one), or each is (boards: many). 'serial_from' says where the unit's own serial number is read.
                'defaults' may hold timeout, eol, retries, no_match, no_match_after, on_timeout, on_fail, ignore, echo and
                quiet_before; without them timeout: 2s, eol: crlf, no_match: fail, on_timeout: timeout, on_fail: stop,
                echo: auto, and nothing is tried again.
                """),
        Chapter(
            "yaml", "How values are written",
            """
            Durations have units (500ms 3s 2m 1h 30d; 365d at most), and so have shares (10%). true and false are the only
            words for yes and no. Text is taken as it is written: 0403 keeps its zero, 1:30 and no are texts; null is one
            in quotation marks only. Anchors, aliases, tags, duplicate and unknown keys are errors; indent with blanks.
            Patterns are PCRE on bytes: write them in single quotation marks, where \\d stays \\d and # is no comment. In
            double ones \\r, \\n and \\x1b are read.
            """,
            Example(
                .steps,
                #"""
                - { id: ident, send: "ID?", expect: '^ID=#(?<id>\d+)$', timeout: 1500ms }
                - { id: escape, send: "\x1b[c", expect: '^OK$' }
                """#)),
        Chapter(
            "ports", "Ports",
            """
            A unit has one or more ports, each one channel (A to D) of the board. The first is the one that steps use
            unless they say otherwise.
            """,
            Example(
                .ports,
                #"""
                ctl: { channel: A, baud: 115200, frame: 8N1, flow: none, eol: crlf, dtr: keep, rts: keep, settle: 50ms }
                aux: { channel: B, baud: 9600, frame: [ 7E1, idle 20ms ], hupcl: false, low_latency: true, pace: 2ms }
                """#),
            after: """
                channel: A, B, C or D. frame: data bits, parity (N, E, O, M, S) and stop bits; beside them, or alone, idle 20ms
                ends a frame by silence rather than by an end of line. flow: none, rtscts or xonxoff. eol (none, cr, lf, crlf)
                is added to what is sent as text; every end of line is understood. dtr and rts: keep leaves a line as the
                driver has it, on and off set it. hupcl: true drops both when the port is closed, which resets many boards.
                settle rests after the opening; pace between two bytes, for units that cannot take them at full speed.
                low_latency (the default) has the chip hand over at once what it hears, rather than every 16 ms. A setting
                that the driver does not take is an ERROR that names it.
                """),
    ]
}
