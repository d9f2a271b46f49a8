import Campaign
import Glibc

/// Tells on standard error how a campaign gets on: what goes wrong at once, and how far it is.
struct CampaignProgress: Sendable {
    /// In all.
    private static let lines = 10

    @Sendable func tell(_ row: CampaignRow, _ done: Int, of total: Int) {
        if row.mark.isBad {
            Report.line(
                "\(row.mark.rawValue): \(row.job.specimen) at \(row.job.bib) \(row.job.target.uut) \(row.job.target.step): "
                    + row.note)
        }
        if done * Self.lines / total > (done - 1) * Self.lines / total {
            Report.line("\(done) of \(total) runs")
        }
    }
}
