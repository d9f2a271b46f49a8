import Campaign
import Glibc

/// A campaign, from its start to its end or to the signal that cuts it off.
struct CampaignSession {
    private enum End {
        case campaign(CampaignResult)
        case signal(Int32)
        /// Nobody waits for signals any more.
        case unheard
    }

    let campaign: Campaign

    /// Returns what was judged, when nothing of the campaign is left; and the signal that ended it before its time.
    func run() async throws -> (result: CampaignResult?, signal: Int32?) {
        let signals = PTYStopSignals([SIGINT, SIGTERM, SIGHUP])
        let outcome = try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask { .campaign(try await campaign.run(CampaignProgress().tell)) }
            group.addTask { [arrivals = signals.arrivals] in
                for await number in arrivals { return .signal(number) }
                return .unheard
            }
            var outcome: (result: CampaignResult?, signal: Int32?) = (nil, nil)
            while let end = try await group.next() {
                switch end {
                case .campaign(let result): outcome.result = result
                case .signal(let number):
                    outcome.signal = number
                    Report.line("told to end; the units under test get their STOP first")
                case .unheard: continue
                }
                // Whoever ends first ends the other.
                group.cancelAll()
            }
            return outcome
        }
        withExtendedLifetime(signals) {}
        return outcome
    }
}
