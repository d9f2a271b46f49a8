/// One line of a bench's timeline.
struct TimelineEntry: Sendable {
    enum Schedule: Sendable, Hashable {
        case at(DurationRange)
        /// The first time one period after the start.
        case every(DurationRange)
    }
    let schedule: Schedule
    let action: BenchAction

    /// What it arms, and on which board.
    var fault: (board: String, fault: Fault)? {
        if case .fault(let board, let fault) = action { (board, fault) } else { nil }
    }
    /// How it plugs a board in.
    var comeback: Comeback? {
        switch action {
        case .plug(_, let tty): Comeback(tty: tty)
        case .replug(_, let comeback): comeback
        case .unplug, .fault, .clear: nil
        }
    }
}
