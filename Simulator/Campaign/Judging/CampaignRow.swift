public import RigModel

/// What a run with a fault turned out to be.
public enum CampaignMark: String, Sendable, Hashable, CaseIterable {
    /// The verdict says that something was wrong.
    case detected
    /// The verdict is as without the fault.
    case transparent
    /// Valid bytes meant something else, and nothing in the plan could notice.
    case undetectable
    /// The fault's oracle is broken: the rig has judged what was not so.
    case mistaken
    /// Whatever the verdict: the service ended, a port is stuck, STOP was missed, a line of the log is lost.
    case damaging
    /// It could not be carried out.
    case notRun = "not run"

    /// Whether the rig is at fault.
    public var isBad: Bool { self == .mistaken || self == .damaging }
}

/// One run of a campaign and what became of it.
public struct CampaignRow: Sendable, Hashable {
    public let job: CampaignJob
    /// What the rig was held to; nil where nobody came to it.
    public let expected: Expectation?
    public let mark: CampaignMark
    /// nil where there was no run.
    public let verdict: Verdict?
    /// Why, in a sentence or two.
    public let note: String
    /// What it was struck with; nil where nobody came to it.
    public let order: FaultOrder?
    public let duration: Duration

    public init(
        job: CampaignJob, expected: Expectation? = nil, mark: CampaignMark, verdict: Verdict?, note: String,
        order: FaultOrder? = nil, duration: Duration
    ) {
        self.job = job
        self.expected = expected
        self.mark = mark
        self.verdict = verdict
        self.note = note
        self.order = order
        self.duration = duration
    }
}

extension CampaignRow {
    /// Which fault struck where: `no_answer at client_demo backup_uut battery`.
    public var place: String { "\(job.specimen) at \(job.bib) \(job.target.uut) \(job.target.step)" }

    /// Why, and how to have it again.
    var account: String { note + (order.map { "; by hand: \($0)" } ?? "") }
}
