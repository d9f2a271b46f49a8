import Locking

/// Where a thread leaves its value, and where the caller finds it: exactly one of them gets to deal with it.
final class OffloadedCall<Value: Sendable>: Sendable {
    private enum State: Sendable { case running, done(Value), abandoned }

    let token = WaitToken()
    private let state = Lock<State>(.running)

    /// Leaves the value; gives it back where nobody waits for it any more.
    func deliver(_ value: Value) -> Value? {
        state.withLock { state in
            if case .abandoned = state { return value }
            state = .done(value)
            return nil
        }
    }

    /// The value if it has come; from now on nobody waits for it.
    func collect() -> Value? {
        state.withLock { state in
            defer { state = .abandoned }
            if case .done(let value) = state { return value }
            return nil
        }
    }
}
