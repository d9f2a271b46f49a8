/// One line of a bench's timeline.
struct TimelineEntry: Sendable {
    enum Schedule: Sendable, Hashable {
        case at(DurationRange)
        /// The first time one period after the start.
        case every(DurationRange)
    }
    let schedule: Schedule
    let action: BenchAction
}
