internal import RigModel

/// An instant of a board's own clock: nanoseconds since it was made.
///
/// Nothing in this module reads a clock; who drives a board decides how its time runs, so a test can hold it and a
/// demonstration can hurry it.
public struct VirtualTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let nanoseconds: Int64
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    /// So long after the beginning.
    public init(_ sinceStart: Duration) { nanoseconds = sinceStart.nanoseconds }

    public static let zero = VirtualTime(nanoseconds: 0)
    public var sinceStart: Duration { .nanoseconds(nanoseconds) }

    public static func < (left: VirtualTime, right: VirtualTime) -> Bool { left.nanoseconds < right.nanoseconds }
    /// Saturates at the end of time, so that "for ever" may be written as a huge duration.
    public static func + (time: VirtualTime, duration: Duration) -> VirtualTime {
        let (sum, overflow) = time.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return VirtualTime(nanoseconds: overflow ? .max : sum)
    }
    public static func - (left: VirtualTime, right: VirtualTime) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }
    public var description: String { "\(nanoseconds / 1_000_000) ms" }
}
