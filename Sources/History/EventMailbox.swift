internal import Dispatch
internal import Locking
internal import RigModel

/// Where any thread leaves events without waiting, and one loop takes them away, all that wait at once. The order in
/// which they come is the station's, so it is here that they are numbered.
///
/// A run's steps and lines come one by one, every few microseconds. To store each by itself would cost many times what
/// they cost together, so they may lie for a moment; what somebody waits for, and verdicts, are taken at once with all
/// that lies before them.
final class EventMailbox: Sendable {
    /// How long an event lies that nobody waits for, at most.
    private static let patience = DispatchTimeInterval.milliseconds(2)
    /// Events that are taken without waiting for more.
    private static let plenty = 256

    /// What is to be done once an event is stored.
    struct Act: Sendable {
        /// The event's.
        let sequence: UInt64
        let perform: @Sendable () -> Void
    }

    struct Content: Sendable {
        /// In their order; the instant of each is yet to be set, to that of its commit.
        var events: [NumberedEvent] = []
        /// In the order of their events.
        var acts: [Act] = []
    }

    fileprivate enum Reader: Sendable {
        /// No loop has begun yet.
        case none
        /// At work on what it took last.
        case busy
        /// Has found nothing and wants to be woken.
        case waiting(CheckedContinuation<Void, Never>)
        /// Has taken the last event there will ever be, and is done with it.
        case finished
    }

    fileprivate struct State: Sendable {
        var content = Content()
        var reader: Reader = .none
        var isClosed = false
        var isNudged = false
        /// What is in it is to be taken now.
        var isRipe = false
        var isTimerSet = false
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
        /// Events that were ever put, and of them those that the reader is done with.
        var put: UInt64 = 0
        var done: UInt64 = 0
        /// Who waits until so many events are done.
        var waitingUntilDone: [(count: UInt64, waiter: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Lock(State())

    /// - Parameter act: makes the event urgent.
    /// - Returns: false where the mailbox is closed, and the event was not taken.
    func put(_ event: RigEvent, whenStored act: (@Sendable () -> Void)? = nil) -> Bool {
        let (isTaken, startsTimer, reader) = state.withLock {
            state -> (Bool, Bool, CheckedContinuation<Void, Never>?) in
            guard !state.isClosed else { return (false, false, nil) }
            state.put += 1
            state.content.events.append(
                NumberedEvent(sequence: state.put, at: Timestamp(nanoseconds: 0), event: event))
            if let act { state.content.acts.append(Act(sequence: state.put, perform: act)) }
            if act != nil || event.isVerdict || state.content.events.count >= Self.plenty { state.isRipe = true }
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
            guard !state.content.events.isEmpty else { return nil }
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

    /// Takes no more events. Those that are in it are still handed out.
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

    /// The reader's next events, at most `limit`, once they are ripe; none after a nudge; nil once the mailbox is closed
    /// and empty. Not ended by a cancellation.
    func take(atMost limit: Int) async -> Content? {
        while true {
            let (content, isClosed, isNudged) = state.withLock { state in
                let taken = state.takeRipe(atMost: limit)
                defer { state.isNudged = false }
                return (taken, state.isClosed, state.isNudged)
            }
            if !content.events.isEmpty || (isNudged && !isClosed) { return content }
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

    /// The reader is done with so many more events.
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
                state.isRipe = !state.content.events.isEmpty
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
    fileprivate mutating func takeRipe(atMost limit: Int) -> EventMailbox.Content {
        guard isRipe || isClosed || isNudged else { return EventMailbox.Content() }
        guard content.events.count > limit else {
            isRipe = false
            defer { content = EventMailbox.Content() }
            return content
        }
        let rest = content.events[limit].sequence
        let acts = content.acts.prefix { $0.sequence < rest }
        defer {
            content.events.removeFirst(limit)
            content.acts.removeFirst(acts.count)
        }
        return EventMailbox.Content(events: Array(content.events.prefix(limit)), acts: Array(acts))
    }

    /// The reader to resume, outside the lock; nil where it is not waiting.
    fileprivate mutating func wake() -> CheckedContinuation<Void, Never>? {
        guard case .waiting(let continuation) = reader else { return nil }
        reader = .busy
        return continuation
    }
}
