internal import RigModel

/// How far a campaign is.
public struct CampaignStanding: Sendable, Hashable {
    /// Runs that are over with, and in all.
    public let done: Int
    public let total: Int
    /// Mistaken and damaging ones.
    public let bad: Int
    /// Those that could not be carried out.
    public let notRun: Int
    /// Since its beginning.
    public let elapsed: Duration

    public init(done: Int, total: Int, bad: Int, notRun: Int, elapsed: Duration) {
        self.done = done
        self.total = total
        self.bad = bad
        self.notRun = notRun
        self.elapsed = elapsed
    }

    /// `25 of 250 runs, 2 went wrong, 1 not run; about 40 s still`.
    public var sentence: String {
        let trouble =
            (bad == 0 ? "none went wrong" : "\(bad) went wrong") + (notRun == 0 ? "" : ", \(notRun) not run")
        guard done < total, done > 0 else { return "\(done) of \(total) runs, \(trouble)" }
        let seconds = (elapsed * (total - done) / done).milliseconds / 1_000
        let time = seconds < 100 ? "\(max(1, seconds)) s" : "\((seconds + 30) / 60) min"
        return "\(done) of \(total) runs, \(trouble); about \(time) still"
    }
}
