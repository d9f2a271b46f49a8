import Locking
import PortPool
import SerialIO

/// Carries what befalls a lease from the pool to the run on the reactor.
///
/// Not an AsyncStream: that ends when its task is cancelled, and a run whose surroundings are cancelled must still hear
/// of an unplugged port while it sends STOP.
final class LeaseMailbox: Sendable {
    private struct Content: Sendable {
        var events: [LeaseEvent] = []
        var isClosed = false
        var bell = WaitToken()
    }
    private let content = Lock(Content())

    /// From any thread; never waits.
    func put(_ event: LeaseEvent, ring reactor: Reactor) {
        reactor.interrupt(
            content.withLock { content in
                content.events.append(event)
                return content.bell
            })
    }

    /// No more is to be read: `next` answers nil.
    func close(ring reactor: Reactor) {
        reactor.interrupt(
            content.withLock { content in
                content.isClosed = true
                return content.bell
            })
    }

    /// The events since the last call, or a bell to wait for; nil after `close`.
    func take() -> (events: [LeaseEvent], bell: WaitToken)? {
        content.withLock { content in
            if content.isClosed { return nil }
            if content.events.isEmpty {
                if content.bell.isInterrupted { content.bell = WaitToken() }
                return ([], content.bell)
            }
            defer { content.events = [] }
            return (content.events, content.bell)
        }
    }
}
