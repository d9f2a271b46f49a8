import Support
import Testing

/// The shipped plans against every fault that a world can show: no mistaken and no damaging run, and what the README
/// shows. `scripts/test` runs it by itself.
@Suite(.timeLimit(.minutes(10))) struct WholeCatalogueTests {
    @Test func theWholeCatalogueFindsNothingAndIsAsShown() async throws {
        let outcome = try await DemoPlans.campaign()
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.output.hasSuffix("No mistaken and no damaging run.\n"))
        let (found, shown) = try (CampaignTableText(outcome.output), CampaignTableText(DemoPlans.shown))
        #expect(found.rows.map(\.certain) == shown.rows.map(\.certain))
        #expect(found.omissions == shown.omissions)
        // Of the plans' own words nothing went out as a name for them.
        #expect(!outcome.output.contains("with='<another"))
    }
}
