/// What is still to be done to one line, in order. Pure.
///
/// A line that is slower than the runs skips what would be over by the time it is done; the last level always comes.
struct HookQueue: Sendable {
    private(set) var waiting: [HookLines.Change] = []
    /// Somebody works it off.
    var isWorkedOff = false

    mutating func put(_ change: HookLines.Change) {
        if let last = waiting.last, last.isRaised == change.isRaised { return }
        // Up and down, or down and up: together they are nothing.
        if waiting.count >= 2 { waiting.removeLast() } else { waiting.append(change) }
    }

    mutating func next() -> HookLines.Change? { waiting.isEmpty ? nil : waiting.removeFirst() }
}
