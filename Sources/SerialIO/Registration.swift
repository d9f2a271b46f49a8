/// What the reactor knows of one descriptor it watches.
struct Registration {
    /// The slot of who waits for bytes, and for room to write; -1 where nobody does.
    var reader = -1
    var writer = -1
    /// Told by epoll while nobody waited: edge-triggered readiness comes once, so it is kept for the next wait.
    var latchedReadable = false
    var latchedHangUp = false
    /// Room to write is watched only while somebody waits for it: else each byte the peer takes would wake the reactor.
    var watchesWriting = false
    let onHangUp: (@Sendable () -> Void)?

    init(onHangUp: (@Sendable () -> Void)?) {
        self.onHangUp = onHangUp
    }

    /// Forgets a waiter that is being resumed.
    mutating func forget(_ slot: Int) {
        if reader == slot { reader = -1 }
        if writer == slot { writer = -1 }
    }
}
