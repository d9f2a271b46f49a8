internal import Dispatch
internal import Locking
internal import RigModel

/// Where any thread leaves events without waiting, and one loop takes them away, all that wait at once.
///
/// A run's steps and lines come one by one, every few microseconds. To store each by itself would cost many times what
/// they cost together, so they may lie for a moment; what somebody waits for, and verdicts, are taken at once with all
/// that lies before them.
final class EventMailbox: Sendable {
    /// How long an event lies that nobody waits for, at most.
    private static let patience = DispatchTimeInterval.milliseconds(2)
    /// Events that are taken without waiting for more.
    private static let plenty = 256

    /// An event, and who waits until it is committed.
    struct Entry: Sendable {
        var event: RigEvent
        var waiter: CheckedContinuation<Void, Never>?

        fileprivate var isUrgent: Bool { waiter != nil || event.isVerdict }
    }

    fileprivate enum Reader: Sendable {
        /// No loop has begun yet.
        case none
        /// At work on what it took last.
        case busy
        /// Has found nothing and wants to be woken.
        case waiting(CheckedContinuation<Void, Never>)
        /// Has taken the last entry there will ever be, and is done with it.
        case finished
    }

    fileprivate struct State: Sendable {
        var entries: [Entry] = []
        var reader: Reader = .none
        var isClosed = false
        var isNudged = false
        /// What is in it is to be taken now.
        var isRipe = false
        var isTimerSet = false
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
        /// Entries that were ever put, and of them those that the reader is done with.
        var put: UInt64 = 0
        var done: UInt64 = 0
        /// Who waits until so many entries are done.
        var waitingUntilDone: [(count: UInt64, waiter: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Lock(State())

    /// - Returns: false where the mailbox is closed, and the entry was not taken.
    func put(_ entry: Entry) -> Bool {
        let (isTaken, startsTimer, reader) = state.withLock {
            state -> (Bool, Bool, CheckedContinuation<Void, Never>?) in
            guard !state.isClosed else { return (false, false, nil) }
            state.entries.append(entry)
            state.put += 1
            if entry.isUrgent || state.entries.count >= Self.plenty { state.isRipe = true }
            guard !state.isRipe else { return (true, false, state.wake()) }
            defer { state.isTimerSet = true }
            return (true, !state.isTimerSet, nil)
        }
        reader?.resume()
        if startsTimer {
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { [weak self] in self?.ripen() }
        }
        return isTaken
    }

    private func ripen() {
        state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.isTimerSet = false
            guard !state.entries.isEmpty else { return nil }
            state.isRipe = true
            return state.wake()
        }?.resume()
    }

    /// Makes `take` return, if with nothing.
    func nudge() {
        state.withLock { state in
            state.isNudged = true
            return state.wake()
        }?.resume()
    }

    /// Takes no more entries. Those that are in it are still handed out.
    func close() {
        state.withLock { state in
            state.isClosed = true
            return state.wake()
        }?.resume()
    }

    /// Makes the caller the one reader.
    /// - Returns: false where there is or was one already.
    func beginReading() -> Bool {
        state.withLock { state in
            guard case .none = state.reader else { return false }
            state.reader = .busy
            return true
        }
    }

    /// The reader's next entries, at most `limit`, in the order of putting, once they are ripe; empty after a nudge; nil
    /// once the mailbox is closed and empty. Not ended by a cancellation.
    func take(atMost limit: Int) async -> [Entry]? {
        while true {
            let (entries, isClosed, isNudged) = state.withLock { state in
                let taken = state.takeRipe(atMost: limit)
                defer { state.isNudged = false }
                return (taken, state.isClosed, state.isNudged)
            }
            if !entries.isEmpty || (isNudged && !isClosed) { return entries }
            if isClosed { return nil }
            await withCheckedContinuation { continuation in
                let isNews = state.withLock { state in
                    guard !state.isRipe, !state.isClosed, !state.isNudged else { return true }
                    state.reader = .waiting(continuation)
                    return false
                }
                if isNews { continuation.resume() }
            }
        }
    }

    /// The reader is done with so many more entries.
    func done(with count: Int) {
        let waiting = state.withLock { state in
            state.done += UInt64(count)
            let split = state.waitingUntilDone.partition { $0.count <= state.done }
            defer { state.waitingUntilDone.removeSubrange(split...) }
            return state.waitingUntilDone[split...].map(\.waiter)
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Returns once the reader is done with all that has been put so far.
    func waitUntilDone() async {
        await withCheckedContinuation { continuation in
            let (isDone, reader) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
                if state.done == state.put { return (true, nil) }
                state.waitingUntilDone.append((state.put, continuation))
                state.isRipe = !state.entries.isEmpty
                return (false, state.isRipe ? state.wake() : nil)
            }
            reader?.resume()
            if isDone { continuation.resume() }
        }
    }

    /// The reader is done with all it took.
    func finishReading() {
        let waiting = state.withLock { state in
            state.reader = .finished
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Returns once the reader is done for good.
    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if case .finished = state.reader { return true }
                state.waitingForEnd.append(continuation)
                return false
            }
            if hasEnded { continuation.resume() }
        }
    }
}

extension EventMailbox.State {
    fileprivate mutating func takeRipe(atMost limit: Int) -> [EventMailbox.Entry] {
        guard isRipe || isClosed || isNudged else { return [] }
        guard entries.count > limit else {
            isRipe = false
            defer { entries = [] }
            return entries
        }
        defer { entries.removeFirst(limit) }
        return Array(entries.prefix(limit))
    }

    /// The reader to resume, outside the lock; nil where it is not waiting.
    fileprivate mutating func wake() -> CheckedContinuation<Void, Never>? {
        guard case .waiting(let continuation) = reader else { return nil }
        reader = .busy
        return continuation
    }
}
