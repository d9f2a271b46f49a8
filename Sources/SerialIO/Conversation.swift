/// What is said on a line in one exchange, as seen from it: collects the bytes and says when it has heard enough.
///
/// A pure value: its methods run on the reactor between two system calls, so they must be quick and must not block.
public protocol Conversation: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// The kernel has taken these bytes. Called once they are all gone, or with what had gone when the exchange ended early.
    mutating func sent(_ bytes: [UInt8], at instant: Instant)

    /// These bytes came, in whatever pieces the line made of them. Returns true where that was enough: the exchange is finished.
    mutating func received(_ bytes: ArraySlice<UInt8>, at instant: Instant) -> Bool

    /// When silence itself means something (`frame: idle 20ms`): the instant at which to call ``idle(at:)`` if nothing comes before.
    var idleDeadline: Instant? { get }

    /// Nothing came up to ``idleDeadline``. Returns true where that finishes the exchange; called once per deadline.
    mutating func idle(at instant: Instant) -> Bool
}

extension Conversation {
    public mutating func sent(_ bytes: [UInt8], at instant: Instant) {}

    public var idleDeadline: Instant? { nil }

    public mutating func idle(at instant: Instant) -> Bool { false }
}
