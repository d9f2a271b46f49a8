internal import Glibc

/// What other threads hand to a reactor, behind its lock.
struct ReactorInbox: Sendable {
    var jobs: [ReactorJob] = []
    var tokens: [WaitToken] = []
    /// The bell was rung and the reactor has not looked yet: no need to ring again.
    var isRung = false
    /// `shutdown()` was called.
    var isStopping = false
    /// The thread has looked for the last time.
    var hasEnded = false
    /// The thread to join at shutdown.
    var thread: pthread_t?
}
