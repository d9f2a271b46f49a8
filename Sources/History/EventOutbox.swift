internal import Dispatch
internal import Locking
internal import RigModel

/// Groups of events on their way from the store to the consumers. One thread puts them in, another takes them out.
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
        /// When what is there is to be taken; nil where nothing is.
        var due: DispatchTime?
        var isClosed = false
        /// At the bell, which is to be rung once.
        var isReaderWaiting = false
        var isWriterWaiting = false

        /// Whether the bell is to be rung.
        mutating func wake() -> Bool {
            defer { isReaderWaiting = false }
            return isReaderWaiting
        }
    }

    private let state = Lock(State())
    private let bell = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: 0)
    private let limit: Int

    /// - Parameter limit: events beyond which no further group is put in.
    init(limit: Int) { self.limit = limit }

    /// Blocks the thread while there is no room.
    func put(_ group: Group) {
        let (mustRing, isFull) = state.withLock { state in
            let isFirst = state.groups.isEmpty
            state.groups.append(group)
            state.events += group.events.count
            let isFull = state.events > limit
            state.isWriterWaiting = isFull
            let isUrgent = group.needsSync || isFull
            guard isUrgent || isFirst else { return (false, isFull) }
            state.due = isUrgent ? .now() : .now() + Self.patience
            return (state.wake(), isFull)
        }
        if mustRing { bell.signal() }
        if isFull { room.wait() }
    }

    /// All groups that are there, at least one, once they are due; nil once the outbox is closed and empty. Blocks the
    /// thread.
    func take() -> [Group]? {
        while true {
            let (groups, isEnd, due, hasRoom) = state.withLock { state -> ([Group], Bool, DispatchTime?, Bool) in
                guard state.isClosed || state.due.map({ $0 <= .now() }) ?? false else {
                    state.isReaderWaiting = true
                    return ([], false, state.due, false)
                }
                defer {
                    state.groups = []
                    state.events = 0
                    state.due = nil
                    state.isWriterWaiting = false
                }
                return (state.groups, state.groups.isEmpty, nil, state.isWriterWaiting)
            }
            if hasRoom { room.signal() }
            if !groups.isEmpty { return groups }
            if isEnd { return nil }
            guard bell.wait(timeout: due ?? .distantFuture) == .timedOut else { continue }
            let wasRung = state.withLock { !$0.wake() }
            if wasRung { bell.wait() }
        }
    }

    func close() {
        let mustRing = state.withLock { state in
            state.isClosed = true
            return state.wake()
        }
        if mustRing { bell.signal() }
    }
}
