/// Answers that a line still owes: commands were sent there, and nobody waited for the answer, or not long enough.
///
/// An answer that comes late must not be taken for the answer to the next command. Where an attempt was answered while an
/// earlier one was still open, the answer was the earlier one's, so the other is as late as that and still to come.
struct AnswerDebt: Sendable, Hashable {
    typealias Instant = ContinuousClock.Instant

    /// Longer than this no late answer is waited for.
    static let longestWait: Duration = .seconds(5)

    private static let mostOwed = 8

    /// When the commands were sent that are not answered yet, oldest first.
    private var sentAt: [Instant] = []
    /// How long the unit took for the answer that showed that it is late.
    private var lateness: Duration?

    /// Answers that may still come.
    var count: Int { sentAt.count }

    /// Whether an answer has shown how late the unit is.
    var knowsLateness: Bool { lateness != nil }

    /// A command was sent. More than a few that nobody has answered are no debt but a dead unit.
    mutating func commandSent(at time: Instant) {
        if sentAt.count == Self.mostOwed { sentAt.removeFirst() }
        sentAt.append(time)
    }

    /// An answer came: to the oldest command, for units answer in order.
    mutating func answered(at time: Instant) {
        guard !sentAt.isEmpty else { return }
        let first = sentAt.removeFirst()
        lateness = sentAt.isEmpty ? nil : first.duration(to: time)
    }

    /// Until when the line is to be listened to before a command whose answer will be judged; nil where nothing is owed.
    ///
    /// - Parameter margin: how long a late answer is given where nothing says how late the unit is.
    func due(at now: Instant, margin: Duration) -> Instant? {
        guard let last = sentAt.last else { return nil }
        let patience = lateness.map { min($0 + margin, Self.longestWait) } ?? margin
        // Silence is asked for in every case: the line may be in the middle of an answer.
        return max(now + margin, lateness == nil ? now : last + patience)
    }

    /// One of the answers came while nobody judged it.
    mutating func paid() {
        if !sentAt.isEmpty { sentAt.removeFirst() }
    }

    /// What was owed has come, or has been waited for.
    mutating func settle() {
        sentAt = []
        lateness = nil
    }
}
