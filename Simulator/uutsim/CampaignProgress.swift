import Campaign
import Glibc

/// Tells on standard error how a campaign gets on: what goes wrong at once, and how far it is.
struct CampaignProgress: Sendable {
    /// In all.
    private static let lines = 10

    @Sendable func tell(_ row: CampaignRow, _ standing: CampaignStanding) {
        if row.mark.isBad { Report.line("\(row.mark.rawValue): \(row.place): \(row.note)") }
        let (done, total) = (standing.done, standing.total)
        if done * Self.lines / total > (done - 1) * Self.lines / total { Report.line(standing.sentence) }
    }
}
