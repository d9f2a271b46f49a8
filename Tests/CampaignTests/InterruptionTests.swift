import Foundation
import Support
import Testing

/// A campaign that is told to end, or killed, leaves nothing behind.
@Suite(.timeLimit(.minutes(3))) struct InterruptionTests {
    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func whatWasJudgedTillThenIsToldAndNothingIsLeft(signal: Int32) async throws {
        try await Slots.stations.use {
            let campaign = try RunningCampaign()
            defer { campaign.remove() }
            try await campaign.waitForARow()
            let folder = try #require(campaign.workFolder)
            #expect(!RunningCampaign.processes(of: folder).isEmpty)
            campaign.send(signal)
            #expect(await campaign.status() == 128 + signal, "\(campaign.errors)")
            #expect(RunningCampaign.processes(of: folder) == [])
            #expect(!FileManager.default.fileExists(atPath: folder))
            let cutOff = try #require(campaign.output.firstMatch(of: #/: (\d+) of (\d+) runs were not judged\./#))
                .output
            let (missing, all) = try (#require(Int(cutOff.1)), #require(Int(cutOff.2)))
            #expect((1..<all).contains(missing))
            #expect(campaign.output.contains(": \(all - missing) runs of 1 unit, each with one fault"))
            #expect(!campaign.output.contains("not run:"))
            // Whoever reads the file alone sees all that was to be done.
            #expect(campaign.junit.contains("tests=\"\(all)\" failures=\"0\" skipped=\"\(missing)\""))
            #expect(campaign.junit.count(of: "<testcase ") == all)
            #expect(campaign.junit.count(of: "<skipped message=\"the campaign was told to end ") == missing)
        }
    }

    /// Its worlds notice by themselves.
    @Test func aCampaignThatIsKilledTakesItsWorldsWithIt() async throws {
        try await Slots.stations.use {
            let campaign = try RunningCampaign()
            defer { campaign.remove() }
            try await campaign.waitForARow()
            let folder = try #require(campaign.workFolder)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            campaign.send(SIGKILL)
            #expect(await campaign.status() == 128 + SIGKILL)
            try await eventually("no process of \(folder) is left") { RunningCampaign.processes(of: folder).isEmpty }
        }
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
