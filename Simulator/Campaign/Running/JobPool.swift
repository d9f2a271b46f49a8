internal import RigModel

/// The jobs that are left, given out one by one to whoever has the unit for them.
actor JobPool {
    private var jobs: [CampaignJob]
    /// Those that were begun and not brought to their end.
    private var brokenOff: [CampaignJob] = []
    private let begin: ContinuousClock.Instant
    private let deadline: ContinuousClock.Instant
    private(set) var rows: [CampaignRow] = []
    private let total: Int
    private let progress: @Sendable (CampaignRow, CampaignStanding) -> Void
    private var number = 0
    private var isLate = false

    /// - Parameter limit: no job is given out later than that after `begin`.
    init(
        _ jobs: [CampaignJob], from begin: ContinuousClock.Instant, limit: Duration,
        progress: @escaping @Sendable (CampaignRow, CampaignStanding) -> Void
    ) {
        self.jobs = jobs
        self.begin = begin
        deadline = begin + limit
        self.progress = progress
        total = jobs.count
    }

    /// The next job for one of these units; nil where there is none left, or no time.
    func next(for seats: [CampaignSeat], reach: Specimen.Reach) -> (number: Int, seat: CampaignSeat, job: CampaignJob)?
    {
        isLate = ContinuousClock.now >= deadline
        guard !isLate, !Task.isCancelled else { return nil }
        for (index, job) in jobs.enumerated() where job.specimen.reach == reach {
            let seat = seats.first { seat in
                seat.bib == job.bib && seat.uut == job.target.uut && (seat.isOnHub || !job.specimen.needsHub)
            }
            guard let seat else { continue }
            jobs.remove(at: index)
            number += 1
            return (number, seat, job)
        }
        return nil
    }

    /// Takes a job back that was begun and that nobody will carry out any more.
    func giveBack(_ job: CampaignJob) { brokenOff.append(job) }

    func finish(_ row: CampaignRow) {
        rows.append(row)
        let standing = CampaignStanding(
            done: rows.count, total: total, bad: rows.count { $0.mark.isBad },
            notRun: rows.count { $0.mark == .notRun }, elapsed: begin.duration(to: .now))
        progress(row, standing)
    }

    /// A row for each job that the campaign's early end has kept from being judged.
    var cutOff: [CampaignRow] {
        Self.rows(brokenOff, "the campaign was told to end in the middle of this run")
            + Self.rows(jobs, "the campaign was told to end before this run")
    }

    /// All rows, with those that nobody came to.
    func result() -> [CampaignRow] {
        rows + Self.rows(jobs, isLate ? "there was no time left" : "no station was left to try it")
    }

    private static func rows(_ jobs: [CampaignJob], _ note: String) -> [CampaignRow] {
        jobs.map { CampaignRow(job: $0, mark: .notRun, verdict: nil, note: note, duration: .zero) }
    }
}
