/// Where "now" comes from. The monotonic clock rules durations and deadlines, the wall clock labels; both are passed
/// in, so that tests own time.
public struct Clocks: Sendable {
    private let readWall: @Sendable () -> Timestamp
    public init(wall: @escaping @Sendable () -> Timestamp) { readWall = wall }
    public var wall: Timestamp { readWall() }
    public var monotonic: ContinuousClock.Instant { .now }
}
