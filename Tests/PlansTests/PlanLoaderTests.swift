import Plans
import RigModel
import StrictYAML
import Testing

struct PlanLoaderTests {
    private func load(_ text: String, file: String = "plans/demo.yaml") throws -> Plan {
        try Fixture.loader.load(Array(text.utf8), file: file)
    }
    /// A plan of one unit with these steps.
    private func steps(_ steps: String, defaults: String = "{}") throws -> [StepPlan] {
        try load(
            """
            version: 1
            bib: demo
            match: { product: "demo" }
            defaults: \(defaults)
            uuts:
              - id: unit
                ports: { ctl: { channel: A }, aux: { channel: B } }
                test:
            \(steps.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
            """
        ).uuts[0].test.steps
    }

    @Test func everyKeyOfAStepIsTakenOver() throws {
        let step = try #require(
            try steps(
                #"""
                - id: rail_3v3
                  send: "MEAS\t3V3"
                  port: aux
                  listen: ctl
                  timeout: 1s
                  levels: { critical: ['OVERVOLT', 'SHORT'], fail: '^ERR\b', warn: '^OK SLOW', pass: '^V=(?<v>[-0-9.]+)$' }
                  no_match: warn
                  no_match_after: 3
                  on_timeout: fail
                  on_fail: continue
                  retries: { count: 2, delay: 100ms, on: [timeout, fail] }
                  measure: { v: { unit: V, min: 3.20, max: 3.40, marginal: 10% } }
                  ignore: ['^\[kern\]', '^#']
                  quiet_before: 20ms
                  until: '^END$'
                """#
            ).first)
        let levels = LevelPatterns(
            critical: [PatternText("OVERVOLT"), PatternText("SHORT")], fail: [PatternText(#"^ERR\b"#)],
            warn: [PatternText("^OK SLOW")], pass: [PatternText("^V=(?<v>[-0-9.]+)$")])
        #expect(
            step
                == StepPlan(
                    id: "rail_3v3", action: .sendText("MEAS\t3V3"), port: "aux", listen: "ctl", timeout: .seconds(1),
                    levels: levels, noMatch: .warn, noMatchAfter: 3, onTimeout: .fail, onFail: .continue,
                    retries: RetryPolicy(count: 2, delay: .milliseconds(100), causes: [.timeout, .fail]),
                    measures: [Measure(name: "v", unit: "V", min: 3.2, max: 3.4, marginal: 0.1)],
                    ignore: [PatternText(#"^\[kern\]"#), PatternText("^#")], quietBefore: .milliseconds(20),
                    until: PatternText("^END$")))
    }

    @Test func whatAStepLeavesOutComesFromTheDefaultsAndTheRestIsBuiltIn() throws {
        let defaults = "{ timeout: 3s, retries: { count: 1, delay: 200ms }, on_fail: continue }"
        let read = try steps(
            """
            - { id: a, send: "A", expect: '^A$' }
            - { id: b, send: "B", expect: '^B$', timeout: 1s, retries: { count: 4 } }
            """, defaults: defaults)
        #expect(read.map(\.timeout) == [.seconds(3), .seconds(1)])
        #expect(read.map(\.onFail) == [.continue, .continue])
        #expect(read.map(\.retries.count) == [1, 4])
        #expect(read.map(\.retries.delay) == [.milliseconds(200), .milliseconds(200)])
        #expect(read[0].retries.causes == [.timeout, .noMatch])
        #expect(read[0].port == "ctl")
        #expect(read[0].listen == "ctl")
        #expect(read[0].noMatch == .fail)
        #expect(read[0].onTimeout == .timeout)
        #expect(read[0].levels == LevelPatterns(pass: [PatternText("^A$")]))
    }

    @Test func stepsSendBytesListenOrWait() throws {
        let read = try steps(
            """
            - { id: raw, send_hex: "0d 0A", expect: '.' }
            - { id: hear, port: aux, expect: '^READY$' }
            - { id: rest, wait: 5s }
            - { id: blind, send: "GO" }
            """)
        #expect(read.map(\.action) == [.sendBytes([13, 10]), .listen, .wait(.seconds(5)), .sendText("GO")])
        #expect(read[1].listen == "aux")
        #expect(read[2].timeout == .seconds(5), "a wait is never cut short by the usual time-out")
        #expect(read[3].levels.isEmpty)
    }

    @Test func expectMayStandBesideOtherLevels() throws {
        let read = try steps("- { id: a, send: A, expect: '^OK$', levels: { fail: '^ERR' } }")
        #expect(read[0].levels == LevelPatterns(fail: [PatternText("^ERR")], pass: [PatternText("^OK$")]))
    }

    @Test func everyKeyOfAPortIsTakenOver() throws {
        let plan = try load(
            """
            version: 1
            bib: demo
            description: A demo
            boards: many
            match: { product: "demo", vid: "0403", pid: ["6011", "6A48"], serial: '^FT' }
            defaults: { eol: lf }
            safe_state: [ { send: "OUT 0", port: ctl, timeout: 100ms }, { send: "OFF" } ]
            uuts:
              - id: unit
                ports:
                  ctl: { channel: D, baud: 921600, frame: 7E2, flow: rtscts, eol: cr, dtr: on, rts: off, hupcl: true, settle: 50ms, low_latency: false }
                  aux: { channel: B, frame: [8O1, idle 20ms] }
                start: { deadline: 10s, steps: [ { id: a, send: "A" } ] }
                test: { loop: { times: 3 }, steps: [ { id: b, send: "B" } ] }
            """)
        let line = LineSettings(
            baud: 921_600, dataBits: 7, parity: .even, stopBits: 2, flow: .rtscts, dtr: .on, rts: .off,
            hangUpOnClose: true, lowLatency: false)
        #expect(
            plan.uuts[0].ports == [
                PortPlan(
                    alias: "ctl", channel: .d, line: line, endOfLine: .cr, framing: .lines, settle: .milliseconds(50)),
                PortPlan(
                    alias: "aux", channel: .b, line: LineSettings(parity: .odd), endOfLine: .lf,
                    framing: .idle(.milliseconds(20)), settle: .zero),
            ])
        #expect(
            plan.match
                == BoardMatch(
                    product: "demo", vendorID: "0403", productIDs: ["6011", "6a48"], serial: PatternText("^FT")))
        #expect(plan.description == "A demo")
        #expect(plan.boards == .many)
        #expect(
            plan.safeState == [
                SafeStateStep(send: "OUT 0", port: "ctl", timeout: .milliseconds(100)),
                SafeStateStep(send: "OFF", port: nil, timeout: .milliseconds(500)),
            ])
        #expect(plan.uuts[0].start.deadline == .seconds(10))
        #expect(plan.uuts[0].test.loop == .times(3))
        #expect(plan.uuts[0].stop == PhasePlan(steps: []))
    }

    @Test func theHashIsOfTheFilesBytes() throws {
        let bytes = try Fixture.bytes("bibs/sensor_node.yaml")
        #expect(try Fixture.loader.load(bytes, file: "sensor_node.yaml").hash == "\(bytes.count)")
    }

    @Test func aPlanWithoutMistakesInEveryBIBOfTheDemo() throws {
        for stem in try Fixture.stems(in: "bibs", ending: ".yaml") {
            let plan = try Fixture.loader.load(try Fixture.bytes("bibs/\(stem).yaml"), file: "bibs/\(stem).yaml")
            #expect(plan.bib.rawValue == stem)
            for uut in plan.uuts {
                #expect(!uut.stop.steps.isEmpty, "every unit of the demo is left safe")
                #expect(uut.serialFrom != nil)
                #expect((8...16).contains(uut.start.steps.count + uut.test.steps.count + uut.stop.steps.count))
            }
        }
    }

    @Test func aPlanMayBeJSON() throws {
        let plan = try load(
            #"""
            {"version": 1, "bib": "demo", "match": {"pid": "6001"}, "uuts": [{"id": "u", "ports": {"p": {"channel": "A"}},
            "test": [{"id": "a", "send": "A", "expect": "^A\\d$"}]}]}
            """#)
        #expect(plan.uuts[0].test.steps[0].levels.pass == [PatternText(#"^A\d$"#)])
    }
}
