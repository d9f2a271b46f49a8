import Foundation
import Support
import Testing

/// A plan whose rig heeds XOFF, on a unit that says hardly anything: an honest service is neither mistaken nor harmful.
@Suite(.timeLimit(.minutes(3))) struct FlowControlCampaignTests {
    @Test func aLineThatIsHeldIsNobodysFault() async throws {
        let folder = try CampaignFolder()
        defer { folder.remove() }
        try folder.write(
            """
            version: 1
            bench: timers
            boards: [ { id: t, board: timer, serial: FTT1, path: "1-1" } ]

            """, to: "benches/timers.yaml")
        try folder.write(
            """
            version: 1
            board: timer
            usb: { vid: "0403", pid: "6001", product: "timer" }
            channels: { A: { baud: 9600, eol: lf } }
            rules: [ { on: '^UP$', reply: "12s", delay: 20ms } ]

            """, to: "boards/timer.yaml")
        // Its two commands are the same, and so are their answers.
        try folder.write(
            """
            version: 1
            bib: timer
            match: { product: "timer" }
            defaults: { timeout: 1s, eol: lf }
            uuts:
              - id: u
                ports: { p: { channel: A, baud: 9600, flow: xonxoff } }
                test: [ { id: up, send: "UP", expect: '^[0-9]+s$' } ]
                stop: [ { id: end, send: "UP", expect: '^[0-9]+s$', on_timeout: warn } ]

            """, to: "timer.yaml")
        let outcome = try await folder.campaign(
            [
                "\(folder.path)/timer.yaml", "--bench", "\(folder.path)/benches/timers.yaml", "--whole", "--seed", "5",
                "--worlds", "1", "--json",
            ] + ["xoff", "stop_reading", "replace"].flatMap { ["--kind", $0] })
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        let runs = try #require(object?["runs"] as? [[String: Any]])
        func told(_ fault: String, _ key: String) -> [String?] {
            runs.filter { $0["fault"] as? String == fault }.map { $0[key] as? String }
        }
        // STOP cannot be sent, and that is ERROR; behind the last answer nothing is left to be held.
        #expect(Set(told("xoff", "verdict")) == ["ERROR", "PASS"])
        #expect(told("xoff:for=50ms", "verdict") == ["PASS", "PASS"])
        #expect(Set(told("stop_reading", "verdict")) == ["WARN", "PASS"])
        // An answer that looks like a time is sent as it is, in place of the answer to the step that is meant.
        #expect(
            Set(told("replace:with=<another digit>", "byHand")) == [
                "uutsim fault t-A replace on='^UP$' with=11s",
                "uutsim fault t-A replace for=1000 hit=2 on='^UP$' with=11s",
            ])
        #expect(told("replace:with=<another digit>", "verdict") == ["PASS", "PASS"])
        #expect(told("replace:with=<another answer>", "mark") == [])
        #expect(
            object?["notTried"] as? [String] == [
                "replace:with=<another answer> at timer u up, end: the unit says nothing else on that channel"
            ])
    }
}
