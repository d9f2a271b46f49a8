internal import RigModel

/// How far a campaign is.
public struct CampaignStanding: Sendable, Hashable {
    /// Runs that are judged, and in all.
    public let done: Int
    public let total: Int
    /// Mistaken and damaging ones.
    public let bad: Int
    /// Since its beginning.
    public let elapsed: Duration

    public init(done: Int, total: Int, bad: Int, elapsed: Duration) {
        self.done = done
        self.total = total
        self.bad = bad
        self.elapsed = elapsed
    }

    /// `25 of 250 runs, 2 went wrong; about 40 s still`.
    public var sentence: String {
        let trouble = bad == 0 ? "none went wrong" : "\(bad) went wrong"
        guard done < total, done > 0 else { return "\(done) of \(total) runs, \(trouble)" }
        let seconds = (elapsed * (total - done) / done).milliseconds / 1_000
        let time = seconds < 100 ? "\(max(1, seconds)) s" : "\((seconds + 30) / 60) min"
        return "\(done) of \(total) runs, \(trouble); about \(time) still"
    }
}
