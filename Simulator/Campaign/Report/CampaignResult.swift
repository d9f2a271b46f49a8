/// All that a campaign has found.
public struct CampaignResult: Sendable {
    public let plans: [String]
    public let bench: String
    public let seed: UInt64
    public let rows: [CampaignRow]
    public let duration: Duration
    /// The runs that were not judged because the campaign was told to end, each with why; none of them is among `rows`.
    public let cutOff: [CampaignRow]
    /// What was wanted and not tried, one line for each reason.
    public let omissions: [String]

    public init(
        plans: [String], bench: String, seed: UInt64, rows: [CampaignRow], duration: Duration,
        cutOff: [CampaignRow] = [],
        omissions: [String] = []
    ) {
        self.cutOff = cutOff
        self.omissions = omissions
        self.plans = plans
        self.bench = bench
        self.seed = seed
        self.rows = rows
        self.duration = duration
    }

    public func count(_ mark: CampaignMark) -> Int { rows.count { $0.mark == mark } }

    /// 1 where an oracle is broken or harm was done; 2 where a fault was not tried; 0 otherwise.
    public var exitCode: Int32 {
        if rows.contains(where: \.mark.isBad) { return 1 }
        return count(.notRun) > 0 ? 2 : 0
    }

    /// The rows of each fault, in the order of the catalogue.
    public var bySpecimen: [(specimen: Specimen, rows: [CampaignRow])] {
        let grouped = Dictionary(grouping: rows, by: \.job.specimen)
        return Specimen.all.compactMap { specimen in grouped[specimen].map { (specimen, $0) } }
    }
}
