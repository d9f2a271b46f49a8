import Foundation
import Support

/// The campaign that the README shows: `uutsim campaign Fixtures/bibs/*.yaml --bench demo --seed 42`.
enum DemoPlans {
    static let files = ["client_demo", "production_test_v2", "sensor_node"]
        .map { "\(CampaignFolder.fixtures)/bibs/\($0).yaml" }
    static let bench = "\(CampaignFolder.fixtures)/benches/demo.yaml"
    static let seed: UInt64 = 42
    static var shown: String {
        get throws { try String(contentsOfFile: "\(CampaignFolder.fixtures)/golden/campaign.txt", encoding: .utf8) }
    }

    static func campaign() async throws -> BuiltProgram.Outcome {
        let simulator = try BuiltProgram("uutsim")
        return try await Slots.stations.use {
            try await simulator.run(
                ["campaign"] + files + ["--bench", bench, "--seed", "\(seed)"], limit: 570, slots: nil)
        }
    }
}
