import Campaign
import Plans
import RigModel
import Testing

/// Which steps of a plan can be struck, and by what command.
@Suite struct CampaignTargetTests {
    @Test func commandsThatAreLinesAndAreAnsweredAreTargets() throws {
        let plan = try CampaignPlan(
            Array(
                """
                version: 1
                bib: probe
                match: { product: "probe" }
                uuts:
                  - id: unit
                    ports: { ctl: { channel: A, eol: lf }, aux: { channel: B, eol: lf } }
                    start: [ { id: read_sn, send: "SN?", expect: '^SN=(?<sn>.+)$' } ]
                    test:
                      - { id: rest, wait: 1s }
                      - { id: bytes, send_hex: "00", expect: '^OK$' }
                      - { id: silent, send: "GO" }
                      - { id: ping, send: "PING 7?", port: ctl, listen: aux, timeout: 3s, expect: 'PONG' }
                      - { id: name, send: "SN ${read_sn.sn} [$${x}]", expect: '^OK$', on_timeout: warn }
                    stop: [ { id: bye, send: "EXIT", expect: ['^BYE$', '^GONE$'] } ]

                """.utf8), path: "probe.yaml")
        let targets = try #require(plan.targets["unit"])
        #expect(targets.map(\.step) == ["read_sn", "ping", "name", "bye"])
        #expect(targets.map(\.pattern) == ["^SN\\?$", "^PING 7\\?$", "^SN .* \\[\\$\\{x\\}\\]$", "^EXIT$"])
        #expect(targets.map(\.forgives) == [false, false, true, false])
        #expect(targets.map(\.number) == [1, 1, 1, 1])
        #expect(targets[1].channel == .a)
        #expect(targets[1].listens == .b)
        #expect(targets[1].timeout == .seconds(3))
    }

    /// The one that is meant is told from those before it.
    @Test func commandsThatAreTheSameAreCounted() throws {
        func numbers(_ loop: String) throws -> [Int] {
            let text = """
                version: 1
                bib: probe
                match: { product: "probe" }
                uuts:
                  - id: unit
                    ports: { ctl: { channel: A }, aux: { channel: B } }
                    start: [ { id: up, send: "V", expect: '^V$' } ]
                    test:
                      loop: { times: \(loop) }
                      steps: [ { id: a, send: "V", expect: '^V$' }, { id: b, send: "V", port: aux, expect: '^V$' } ]
                    stop: [ { id: bye, send: "V", expect: '^V$' }, { id: end, send: "W", expect: '^W$' } ]

                """
            let plan = try CampaignPlan(Array(text.utf8), path: "probe.yaml")
            return try #require(plan.targets["unit"]).map(\.number)
        }
        #expect(try numbers("1") == [1, 2, 1, 3, 1])
        #expect(try numbers("4") == [1, 2, 1, 6, 1])
    }

    @Test(arguments: [
        ("on_plug: run", "", "starts runs by itself"),
        ("schedule: { every: 10m }", "", "starts runs by itself"),
        ("", "loop: { until: signal }", "loops until a signal"),
        ("", "loop: { times: 2 }", "no step sends a line"),
    ]) func plansWhoseRunsCannotBeComparedAreRefused(top: String, loop: String, reason: String) {
        let text = """
            version: 1
            bib: probe
            match: { product: "probe" }
            \(top)
            uuts:
              - id: unit
                ports: { ctl: { channel: A } }
                test: { \(loop.isEmpty ? "" : loop + ", ")steps: [ { id: a, send_hex: "00", expect: '^OK$' } ] }

            """
        let error = #expect(throws: CampaignError.self) { try CampaignPlan(Array(text.utf8), path: "probe.yaml") }
        #expect(error?.description.contains(reason) == true)
        #expect(error?.exitCode == 4)
    }
}
