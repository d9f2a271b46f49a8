/// Who may use a line now, and who is next: first come, first served.
///
/// Actors are re-entrant at `await`: without turns, the answer to one exchange would be taken for the answer to another.
struct TurnQueue {
    private enum Holder { case nobody, first, queued(WaitToken) }

    private var holder = Holder.nobody
    private var waiting: [WaitToken] = []

    var isTaken: Bool {
        if case .nobody = holder { false } else { true }
    }

    /// How many wait for their turn.
    var queued: Int { waiting.count }

    /// Takes the turn if nobody has it.
    mutating func take() -> Bool {
        guard !isTaken else { return false }
        holder = .first
        return true
    }

    /// Queues behind the others.
    mutating func lineUp(_ token: WaitToken) {
        waiting.append(token)
    }

    /// Whether a queued one has been given the turn.
    func hasTurn(_ token: WaitToken) -> Bool {
        if case .queued(let holder) = holder { holder === token } else { false }
    }

    /// Takes a queued one out again.
    mutating func withdraw(_ token: WaitToken) {
        waiting.removeAll { $0 === token }
    }

    /// Ends the turn and gives it to the next in the queue, who is to be woken.
    mutating func pass() -> WaitToken? {
        guard !waiting.isEmpty else {
            holder = .nobody
            return nil
        }
        let next = waiting.removeFirst()
        holder = .queued(next)
        return next
    }

    /// Sends away all that wait; they are to be woken.
    mutating func dismissAll() -> [WaitToken] {
        defer { waiting.removeAll() }
        return waiting
    }
}
