/// Why a wait on the reactor ended.
public enum Wakeup: Sendable, Hashable {
    /// The descriptor may be used. Read (or write) until it would block: readiness is told once per change.
    case ready
    /// The other side is gone (EPOLLHUP). Told once.
    case hungUp
    /// The deadline came first.
    case deadline
    /// Somebody called `interrupt`, the descriptor was deregistered, or the reactor shuts down.
    case interrupted
}
