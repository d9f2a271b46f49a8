import Campaign
import Foundation
import Testing
import World

/// What of the catalogue a campaign leaves out on a bench.
@Suite struct CampaignScopeTests {
    /// On the demonstration's bench `left` is on a hub, with the serial number FT7DEMO1, and no sensor is.
    @Test(arguments: [
        ("product: client_demo", true), ("product: sensor_node", false), ("vid: \"0403\"", true),
        ("vid: \"1234\"", false), ("serial: '^FT7DEMO'", true), ("serial: '^FT7SENS'", false),
        ("serial: '^FT7DEMO1$', product: production_test_v2", false),
    ]) func aHubIsPulledWhereABoardOfThePlanIsOnOne(match: String, isPulled: Bool) throws {
        let text = """
            version: 1
            bib: probe
            match: { \(match) }
            uuts: [ { id: unit, ports: { ctl: { channel: A } }, test: [ { id: a, send: A, expect: '^A$' } ] } ]

            """
        let bench = try BenchFile.load("\(CampaignFolder.fixtures)/benches/fast.yaml")
        let plan = try CampaignPlan(Array(text.utf8), path: "probe.yaml")
        let scope = CampaignScope([plan], on: bench, seed: 1, kinds: ["hub_pull"])
        #expect(scope.jobs.isEmpty != isPulled)
        #expect(scope.omissions.isEmpty == isPulled)
    }
}
