internal import RigModel

/// A duration, or a range of them from which one is drawn each time: `20ms`, `20ms..40ms`.
public struct DurationRange: Sendable, Hashable {
    public let shortest: Duration
    public let longest: Duration
    public init(_ shortest: Duration, _ longest: Duration) {
        self.shortest = shortest
        self.longest = max(shortest, longest)
    }
    public init(_ range: ClosedRange<Duration>) { self.init(range.lowerBound, range.upperBound) }
    public init(_ fixed: Duration) { self.init(fixed, fixed) }
    public static let zero = DurationRange(.zero)

    /// Draws only where there is a choice, so a fixed delay does not move the dice.
    func draw(with generator: inout SeededGenerator) -> Duration {
        guard longest > shortest else { return shortest }
        return .nanoseconds(generator.integer(in: shortest.nanoseconds...longest.nanoseconds))
    }
}
