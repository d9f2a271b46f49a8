internal import RigModel

/// The jobs that are left, given out one by one to whoever has the unit for them.
actor JobPool {
    private var jobs: [CampaignJob]
    /// Those that were begun and not brought to their end.
    private var brokenOff: [CampaignJob] = []
    private let begin: ContinuousClock.Instant
    private let deadline: ContinuousClock.Instant
    private(set) var rows: [CampaignRow] = []
    private var total: Int
    private var missing: [(job: CampaignJob, reason: String)] = []
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

    /// Takes out all jobs that have no words to be carried out with.
    func leaveOut(_ reason: (CampaignJob) -> String?) {
        for job in jobs { if let reason = reason(job) { leaveOut(job, reason) } }
    }

    /// Takes out a job, which may have been begun.
    func leaveOut(_ job: CampaignJob, _ reason: String) {
        jobs.removeAll { $0 == job }
        missing.append((job, reason))
        total -= 1
    }

    /// One line for each unit that has no words for a fault.
    var omissions: [String] {
        var lines: [(head: String, reason: String, steps: [String])] = []
        let places = Dictionary(Specimen.all.enumerated().map { ($1, $0) }) { first, _ in first }
        func order(_ job: CampaignJob) -> (Int, BIBID, UUTID) {
            (places[job.specimen] ?? 0, job.bib, job.target.uut)
        }
        for (job, reason) in missing.sorted(by: { order($0.job) < order($1.job) }) {
            let head = "\(job.specimen) at \(job.bib) \(job.target.uut)"
            if let index = lines.firstIndex(where: { $0.head == head && $0.reason == reason }) {
                lines[index].steps.append(job.target.step)
            } else {
                lines.append((head, reason, [job.target.step]))
            }
        }
        return lines.map { "\($0.head) \($0.steps.joined(separator: ", ")): \($0.reason)" }
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
        rows + Self.rows(jobs, isLate ? "there was no time left" : "no world was left to try it")
    }

    private static func rows(_ jobs: [CampaignJob], _ note: String) -> [CampaignRow] {
        jobs.map { CampaignRow(job: $0, mark: .notRun, verdict: nil, note: note, duration: .zero) }
    }
}
