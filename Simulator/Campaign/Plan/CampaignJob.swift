internal import BoardModel
public import RigModel

/// One run of a campaign: which fault strikes which step of which unit.
public struct CampaignJob: Sendable, Hashable {
    public let bib: BIBID
    public let specimen: Specimen
    public let target: CampaignTarget

    public init(bib: BIBID, specimen: Specimen, target: CampaignTarget) {
        self.bib = bib
        self.specimen = specimen
        self.target = target
    }

    /// A small set of jobs in which every fault strikes every unit, and every step of every unit is struck: the n-th fault
    /// strikes the n-th step, from a place that the seed decides, round and round. What concerns all boards at once strikes
    /// one unit of each plan.
    ///
    /// - Parameter isWhole: every fault at every step instead.
    public static func cover(
        _ plans: [CampaignPlan], with specimens: [Specimen], seed: UInt64, isWhole: Bool = false
    ) -> [CampaignJob] {
        var dice = SeededGenerator(seed: seed)
        return plans.flatMap { plan in
            plan.plan.uuts.enumerated().flatMap { index, unit -> [CampaignJob] in
                let targets = plan.targets[unit.id] ?? []
                let specimens = specimens.filter { $0.reach < .world || index == 0 }
                guard !targets.isEmpty, !specimens.isEmpty else { return [] }
                let start = Int(dice.integer(in: 0...Int64(targets.count - 1)))
                let pairs =
                    isWhole
                    ? specimens.flatMap { specimen in targets.map { (specimen, $0) } }
                    : (0..<max(specimens.count, targets.count)).map { number in
                        (specimens[number % specimens.count], targets[(start + number) % targets.count])
                    }
                return pairs.map { specimen, target in
                    CampaignJob(bib: plan.plan.bib, specimen: specimen, target: target.near(targets, for: specimen))
                }
            }
        }
    }
}

extension CampaignTarget {
    /// This step, or the next that the fault can strike: what is wrong with a line shows where the same one is spoken on
    /// and listened to.
    fileprivate func near(_ all: [CampaignTarget], for specimen: Specimen) -> CampaignTarget {
        guard specimen.isOfLine, channel != listens,
            let place = all.firstIndex(of: self)
        else { return self }
        return (all[place...] + all[..<place]).first { $0.channel == $0.listens } ?? self
    }
}
