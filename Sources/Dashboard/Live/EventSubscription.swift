internal import RigModel

/// Where a client's stream begins.
enum StreamStart: Sendable, Hashable {
    case now
    /// With the first event behind it.
    case after(EventPosition)
    /// It names a position that cannot be read, so it does not know what it has missed.
    case unknown
}

/// Why a stream is not taken.
enum StreamRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case tooMany(Int)
    case stopping

    var description: String {
        switch self {
        case .tooMany(let limit):
            "\(limit) event streams are open, which is the limit; ask for the snapshot every few seconds instead"
        case .stopping: "the service is stopping"
        }
    }
}

/// A client's side of its stream: woken when something waits for it, and finished when nothing more will come.
struct EventSubscription: Sendable {
    let id: Int
    let wakeups: AsyncStream<Void>
    let wake: AsyncStream<Void>.Continuation
}
