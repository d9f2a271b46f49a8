internal import Synchronization

/// Ends a wait that has no descriptor: see ``Reactor/sleep(until:token:isolation:)``.
///
/// It fires once and stays fired, so an interruption that comes just before the wait is not lost. One wait at a time uses a token.
public final class WaitToken: Sendable {
    private let fired = Atomic<Bool>(false)
    /// The place of the waiter in the reactor's table, or -1. Only the reactor's thread uses it; atomic so that the compiler need not trust us.
    private let place = Atomic<Int>(-1)

    public init() {}

    /// Whether somebody has interrupted it.
    public var isInterrupted: Bool { fired.load(ordering: .acquiring) }

    /// Returns false where it had fired before.
    func fire() -> Bool { !fired.exchange(true, ordering: .acquiringAndReleasing) }

    var slot: Int {
        get { place.load(ordering: .relaxed) }
        set { place.store(newValue, ordering: .relaxed) }
    }
}
