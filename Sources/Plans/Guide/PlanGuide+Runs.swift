internal import StrictYAML

extension PlanGuide {
    static let runChapters: [Chapter] = [
        Chapter(
            "loops", "Deadlines and loops",
            """
            A phase is a list of steps, or has a deadline of its own; that of the unit is for START and TEST together.
            TEST may go round: times, for a time, or until a signal (portpool signal ID, or the hook 'signal'). A pass
            that has begun is ended.
            """,
            Example(
                .file,
                #"""
                version: 1
                bib: demo
                match: { product: "demo" }
                uuts:
                  - id: thrice
                    deadline: 20m
                    ports: { ctl: { channel: A } }
                    start: { deadline: 10s, steps: [ { id: reset, send: "ATZ", expect: '^OK$' } ] }
                    test:
                      deadline: 15m
                      loop: { times: 3 }
                      steps:
                        - { id: ping, send: "PING", expect: '^PONG$' }
                    stop: [ { id: bye, send: "EXIT", expect: '^BYE$' } ]
                  - id: ten_minutes
                    ports: { ctl: { channel: B } }
                    test: { loop: { for: 10m }, steps: [ { id: ping, send: "PING", expect: '^PONG$' } ] }
                  - id: until_told
                    ports: { ctl: { channel: C } }
                    test: { loop: { until: signal }, steps: [ { id: ping, send: "PING", expect: '^PONG$' } ] }
                """#)),
        Chapter(
            "resources", "Things that units share",
            """
            A meter, a power supply: one run at a time has it. Listed at the top, and by each unit that needs it, which
            takes it together with its ports.
            """,
            Example(
                .file,
                #"""
                version: 1
                bib: demo
                match: { product: "demo" }
                resources: [ dmm ]
                uuts:
                  - id: left
                    resources: [ dmm ]
                    ports: { ctl: { channel: A } }
                    test: [ { id: volts, send: "V?", expect: '^OK$' } ]
                  - id: right
                    resources: [ dmm ]
                    ports: { ctl: { channel: B } }
                    test: [ { id: volts, send: "V?", expect: '^OK$' } ]
                """#)),
        Chapter(
            "safety", "Leaving a unit safe",
            """
            After STOP, on every way out, the safe state is sent; its answers are recorded and not judged. recovery: stop
            carries out STOP and the safe state also for a run that the service left unfinished when it died, before its
            ports are used again. Where that ends in ERROR, as while another program has the port, it is tried again, at
            longer and longer intervals, and at once when the board is plugged in anew.
            """,
            Example(
                .top,
                #"""
                safe_state:
                  - { send: "OUT 0", port: ctl, timeout: 500ms }
                recovery: stop                         # stop | none
                """#)),
        Chapter(
            "when", "When units run",
            "On demand; and by themselves, when a board is plugged in, or by the clock.",
            Example(
                .top,
                #"""
                on_plug: run                           # run | none
                schedule: { every: 10m }               # from the begin of one run to that of the next
                """#)),
        Chapter(
            "hooks", "Lamps, gates and buttons",
            """
            critical is raised by a CRITICAL, active while a run is under way, ready from the good end of START to the
            begin of STOP. To a file 1 and 0 are written; a command is run, and 'off' when the line is lowered. 'pulse'
            lowers it by itself. A 1 in the file of 'signal' ends a loop until: signal.
            """,
            Example(
                .top,
                #"""
                hooks:
                  critical: { file: /run/portpool/critical, pulse: 2s }
                  active: { command: ["/usr/local/bin/lamp", "on"], off: ["/usr/local/bin/lamp", "off"], deadline: 3s }
                  ready: { file: /sys/class/gpio/gpio17/value }
                  signal: { file: /run/portpool/button, every: 100ms }
                """#)),
        Chapter(
            "check", "Checking a plan",
            """
            portpool validate bibs/*.yaml shows every error as file:line:column. --lint also shows what is valid and
            probably not meant, each with a name that stays (shadowed-pattern, unreachable-step, stop-missing,
            match-limit, ...), and the longest that each unit can take. portpool validate --schema prints a JSON Schema
            for editors; where the YAML language server runs, this line is enough:

                # yaml-language-server: $schema=plan.schema.json
            """),
    ]
}
