internal import Synchronization

/// One who waits, let go by whichever comes first of several.
final class Gate: Sendable {
    private let isOpen = Atomic(false)
    private let waiter: CheckedContinuation<Bool, Never>

    init(_ waiter: CheckedContinuation<Bool, Never>) { self.waiter = waiter }

    var hasOpened: Bool { isOpen.load(ordering: .relaxed) }

    /// - Parameter isDone: what the one who waits is told; only the first call counts.
    func open(isDone: Bool) {
        guard !isOpen.exchange(true, ordering: .acquiringAndReleasing) else { return }
        waiter.resume(returning: isDone)
    }
}
