internal import Locking
internal import RigModel

/// Groups of events on their way from the store to the consumers. One task puts them in, another takes them out.
///
/// Bounded: consumers that are slow hold up the store in the end, and with it those who wait for a commit.
final class EventOutbox: Sendable {
    /// A group that was committed, or was not because the store fails.
    struct Group: Sendable {
        var events: [NumberedEvent]
        /// The store has a verdict of it, and the disk is to have it before anyone is told.
        var needsSync = false
        /// Who waits for that.
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private struct State: Sendable {
        var groups: [Group] = []
        var events = 0
        var isClosed = false
        var reader: CheckedContinuation<Void, Never>?
        var writer: CheckedContinuation<Void, Never>?
    }

    private let state = Lock(State())
    private let limit: Int

    /// - Parameter limit: events beyond which no further group is put in.
    init(limit: Int) { self.limit = limit }

    /// Waits while there is no room.
    func put(_ group: Group) async {
        let reader = state.withLock { state in
            state.groups.append(group)
            state.events += group.events.count
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                if state.events <= limit { return true }
                state.writer = continuation
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    /// All groups that are there, at least one; nil once the outbox is closed and empty.
    func take() async -> [Group]? {
        while true {
            let (groups, isClosed, writer) = state.withLock { state in
                defer {
                    state.groups = []
                    state.events = 0
                    state.writer = nil
                }
                return (state.groups, state.isClosed, state.writer)
            }
            writer?.resume()
            if !groups.isEmpty { return groups }
            if isClosed { return nil }
            await withCheckedContinuation { continuation in
                let isNews = state.withLock { state in
                    if !state.groups.isEmpty || state.isClosed { return true }
                    state.reader = continuation
                    return false
                }
                if isNews { continuation.resume() }
            }
        }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            defer { state.reader = nil }
            return state.reader
        }?.resume()
    }
}
