import RigModel

/// The instant of a decision: the monotonic clock rules, the wall clock labels.
struct PoolTime: Sendable, Hashable {
    var monotonic: ContinuousClock.Instant
    var wall: Timestamp

    func advanced(by duration: Duration) -> PoolTime {
        // A run that may last for ever has no end on the wall clock.
        let (wall, overflow) = wall.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return PoolTime(monotonic: monotonic + duration, wall: Timestamp(nanoseconds: overflow ? .max : wall))
    }
}
