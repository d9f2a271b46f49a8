internal import Dispatch
internal import Locking
internal import RigModel

/// Groups of events on their way from the store to the consumers. One task puts them in, another takes them out.
///
/// A verdict goes out at once, with all that lies before it. Other groups may lie for a moment: each hand-out wakes the
/// threads of the consumers, which costs more than what they do with a line or two.
///
/// Bounded: consumers that are slow hold up the store in the end, and with it those who wait for a commit.
final class EventOutbox: Sendable {
    /// A group that was committed, or was not because the store fails.
    struct Group: Sendable {
        var events: [NumberedEvent] = []
        /// The store has a verdict of it, and the disk is to have it before anyone is told.
        var needsSync = false
        /// What is to be done then.
        var whenSynced: [@Sendable () -> Void] = []
    }

    /// How long a group lies that is not urgent, at most.
    private static let patience = DispatchTimeInterval.milliseconds(2)

    private struct State: Sendable {
        var groups: [Group] = []
        var events = 0
        /// What is there is to be taken now.
        var isRipe = false
        var isTimerSet = false
        var isClosed = false
        var reader: CheckedContinuation<Void, Never>?
        var writer: CheckedContinuation<Void, Never>?

        /// The reader to resume, outside the lock; nil where it has nothing to do yet, or is busy.
        mutating func wake() -> CheckedContinuation<Void, Never>? {
            guard isRipe || isClosed else { return nil }
            defer { reader = nil }
            return reader
        }
    }

    private let state = Lock(State())
    private let limit: Int

    /// - Parameter limit: events beyond which no further group is put in.
    init(limit: Int) { self.limit = limit }

    /// Waits while there is no room.
    func put(_ group: Group) async {
        let (reader, startsTimer) = state.withLock { state in
            state.groups.append(group)
            state.events += group.events.count
            state.isRipe = state.isRipe || group.needsSync || state.events > limit
            let startsTimer = !state.isRipe && !state.isTimerSet
            if startsTimer { state.isTimerSet = true }
            return (state.wake(), startsTimer)
        }
        reader?.resume()
        if startsTimer {
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { [weak self] in self?.ripen() }
        }
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                if state.events <= limit { return true }
                state.writer = continuation
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    private func ripen() {
        state.withLock { state in
            state.isTimerSet = false
            state.isRipe = !state.groups.isEmpty
            return state.wake()
        }?.resume()
    }

    /// All groups that are there and ripe, at least one; nil once the outbox is closed and empty.
    func take() async -> [Group]? {
        while true {
            let (groups, isClosed, writer) = state.withLock { state in
                guard state.isRipe || state.isClosed else {
                    return ([Group](), false, nil as CheckedContinuation<Void, Never>?)
                }
                defer {
                    state.groups = []
                    state.events = 0
                    state.isRipe = false
                    state.writer = nil
                }
                return (state.groups, state.isClosed, state.writer)
            }
            writer?.resume()
            if !groups.isEmpty { return groups }
            if isClosed { return nil }
            await withCheckedContinuation { continuation in
                let isNews = state.withLock { state in
                    if state.isRipe || state.isClosed { return true }
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
            return state.wake()
        }?.resume()
    }
}
