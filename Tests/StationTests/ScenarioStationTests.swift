import Scenarios
import Support
import Testing
import World

/// A bench that virtual machines and their own kernels have too: in a world, and on ptys that a list tells of.
@Suite("What is done to a bench comes to the same", .timeLimit(.minutes(3)))
struct ScenarioStationTests {
    @Test(
        "in a world, and where namespaces are forbidden",
        arguments: [[], StationRig.Setup.withoutNamespaces])
    func scenario(prefix: [String]) async throws {
        let setup = StationRig.Setup(
            bench: "../vm/benches/attach", plans: "\(RigFolder.fixtures)/vm/bibs", prefix: prefix)
        let outcome = try await StationRig.with(setup) { rig in
            let scenario = BenchScenario(rig.client, lookingEvery: .milliseconds(10)) { _ = try rig.boards.ask($0) }
            try await scenario.boardsAreFoundAndPass()
            try await scenario.aPulledPlugIsAnError()
            try await scenario.swappedChannelsAreWhoTheyWere()
        }
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
