/// An instant of the wall clock, for labels only: durations and deadlines use the monotonic clock.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public let nanoseconds: Int64
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }
    public func advanced(by duration: Duration) -> Timestamp {
        Timestamp(nanoseconds: nanoseconds + duration.nanoseconds)
    }
    public func duration(to other: Timestamp) -> Duration { .nanoseconds(other.nanoseconds - nanoseconds) }
}

extension Duration {
    /// Whole nanoseconds, saturating at Int64's ends.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        return product.addingReportingOverflow(attoseconds / 1_000_000_000).partialValue
    }
    /// Whole milliseconds, rounded to the nearest.
    public var milliseconds: Int64 {
        let nanoseconds = nanoseconds
        return (nanoseconds + (nanoseconds < 0 ? -500_000 : 500_000)) / 1_000_000
    }
}
