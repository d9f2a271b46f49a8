internal import Dispatch
internal import Locking
internal import RigModel

/// Lets those go who have waited long enough, with one timer for all of them.
final class GateTimer: Sendable {
    private struct State: Sendable {
        var waiting: [(gate: Gate, until: ContinuousClock.Instant)] = []
        var isSet = false
    }

    private let patience: Duration
    private let state = Lock(State())

    init(patience: Duration) { self.patience = patience }

    func watch(_ gate: Gate) {
        let isFirst = state.withLock { state in
            state.waiting.append((gate, .now + patience))
            defer { state.isSet = true }
            return !state.isSet
        }
        if isFirst { ring(after: patience) }
    }

    private func ring(after delay: Duration) {
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(Int(delay.nanoseconds))) { [self] in
            let now = ContinuousClock.now
            let (overdue, next) = state.withLock { state in
                let overdue = state.waiting.filter { $0.until <= now }.map(\.gate)
                state.waiting.removeAll { $0.until <= now || $0.gate.hasOpened }
                state.isSet = !state.waiting.isEmpty
                return (overdue, state.waiting.first?.until)
            }
            for gate in overdue { gate.open(isDone: false) }
            if let next { ring(after: now.duration(to: next)) }
        }
    }
}
