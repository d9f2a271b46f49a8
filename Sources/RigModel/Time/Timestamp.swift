/// An instant of the wall clock, for labels only: durations and deadlines use the monotonic clock.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public let nanoseconds: Int64
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }
    /// Saturates at Int64's ends (the years 1677 and 2262).
    public func advanced(by duration: Duration) -> Timestamp {
        Timestamp(nanoseconds: nanoseconds.saturating(times: 1, plus: duration.nanoseconds))
    }
    public func duration(to other: Timestamp) -> Duration {
        .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
    }
}

extension Duration {
    /// Whole nanoseconds, saturating at Int64's ends.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.saturating(times: 1_000_000_000, plus: attoseconds / 1_000_000_000)
    }
    /// Whole milliseconds, rounded to the nearest, saturating at Int64's ends.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let half: Int64 = attoseconds < 0 ? -500_000_000_000_000 : 500_000_000_000_000
        return seconds.saturating(times: 1_000, plus: (attoseconds + half) / 1_000_000_000_000_000)
    }
}

extension Int64 {
    /// `self * factor + rest`, or the end of Int64 that it is beyond.
    fileprivate func saturating(times factor: Int64, plus rest: Int64) -> Int64 {
        let (product, isTooFar) = multipliedReportingOverflow(by: factor)
        let (sum, isBeyond) = product.addingReportingOverflow(rest)
        if isTooFar { return self < 0 ? .min : .max }
        return isBeyond ? (rest < 0 ? .min : .max) : sum
    }
}
