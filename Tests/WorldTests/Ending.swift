import Locking

/// Whether a program is over.
final class Ending: Sendable {
    private let state = Lock(false)
    var isFinished: Bool { state.withLock { $0 } }
    func finish() { state.withLock { $0 = true } }
}
