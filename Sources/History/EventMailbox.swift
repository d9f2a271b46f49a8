internal import Dispatch
internal import Locking
internal import RigModel

/// Where any thread leaves events without waiting, and one thread takes them away, all that wait at once. The order in
/// which they come is the station's, so it is here that they are numbered.
///
/// A run's steps and lines come one by one, every few microseconds. To store each by itself would cost many times what
/// they cost together, so they may lie for a moment; what somebody waits for, and verdicts, are taken at once with all
/// that lies before them. Where many runs are under way even those lie for a moment, since others are about to come.
final class EventMailbox: Sendable {
    /// How long an event lies that nobody waits for, at most.
    private static let patience = DispatchTimeInterval.milliseconds(2)
    /// How long an event lies that somebody waits for, where `crowd` runs or more are under way.
    private static let crowdPatience = DispatchTimeInterval.milliseconds(1)
    private static let crowd = 5
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
        /// None has begun yet.
        case none
        /// At work on what it took last, or about to look.
        case busy
        /// At the bell, which is to be rung once.
        case waiting
        /// Has taken the last event there will ever be, and is done with it.
        case finished
    }

    fileprivate struct State: Sendable {
        var content = Content()
        /// When what is in it is to be taken; nil where nothing is.
        var due: DispatchTime?
        var reader: Reader = .none
        var isClosed = false
        var isNudged = false
        var runsUnderWay = 0
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
        /// Events that were ever put, and of them those that the reader is done with.
        var put: UInt64 = 0
        var done: UInt64 = 0
        /// Who waits until so many events are done.
        var waitingUntilDone: [(count: UInt64, waiter: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Lock(State())
    private let bell = DispatchSemaphore(value: 0)

    /// - Parameter act: makes the event urgent.
    /// - Returns: false where the mailbox is closed, and the event was not taken.
    func put(_ event: RigEvent, whenStored act: (@Sendable () -> Void)? = nil) -> Bool {
        let (isTaken, mustRing) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.put += 1
            state.content.events.append(
                NumberedEvent(sequence: state.put, at: Timestamp(nanoseconds: 0), event: event))
            if let act { state.content.acts.append(Act(sequence: state.put, perform: act)) }
            state.countRuns(event)
            if state.content.events.count >= Self.plenty { return (true, state.hasten(within: .never)) }
            guard act != nil || event.isVerdict else {
                return (true, state.due == nil && state.hasten(within: Self.patience))
            }
            return (true, state.hasten(within: state.runsUnderWay < Self.crowd ? .never : Self.crowdPatience))
        }
        if mustRing { bell.signal() }
        return isTaken
    }

    /// Makes `take` return, if with nothing.
    func nudge() { change { $0.isNudged = true } }

    /// Takes no more events. Those that are in it are still handed out.
    func close() { change { $0.isClosed = true } }

    private func change(_ change: (inout State) -> Void) {
        let mustRing = state.withLock { state in
            change(&state)
            return state.wake()
        }
        if mustRing { bell.signal() }
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

    /// The reader's next events, at most `limit`, once they are due; none after a nudge or at `deadline`; nil once the
    /// mailbox is closed and empty. Blocks the thread.
    func take(atMost limit: Int, until deadline: DispatchTime? = nil) -> Content? {
        while true {
            let (content, isEnd, due) = state.withLock { state -> (Content?, Bool, DispatchTime?) in
                if let content = state.take(atMost: limit) { return (content, false, nil) }
                if state.isClosed { return (nil, true, nil) }
                state.reader = .waiting
                return (nil, false, state.due)
            }
            if let content { return content }
            if isEnd { return nil }
            let end = [due, deadline].compactMap(\.self).min()
            guard bell.wait(timeout: end ?? .distantFuture) == .timedOut else { continue }
            let wasRung = state.withLock { state in
                defer { state.reader = .busy }
                return state.reader == .busy
            }
            if wasRung { bell.wait() }
            if let deadline, deadline <= .now() { return Content() }
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
            let (isDone, mustRing) = state.withLock { state in
                if state.done == state.put { return (true, false) }
                state.waitingUntilDone.append((state.put, continuation))
                return (false, !state.content.events.isEmpty && state.hasten(within: .never))
            }
            if mustRing { bell.signal() }
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
                if state.reader == .finished { return true }
                state.waitingForEnd.append(continuation)
                return false
            }
            if hasEnded { continuation.resume() }
        }
    }
}

extension EventMailbox.State {
    fileprivate mutating func countRuns(_ event: RigEvent) {
        switch event {
        case .executionStarted: runsUnderWay += 1
        case .executionCompleted(let result) where result.startedAt != nil: runsUnderWay -= 1
        default: break
        }
    }

    /// What is in it is to be taken so soon; `.never` means without any wait.
    /// - Returns: whether the bell is to be rung.
    fileprivate mutating func hasten(within patience: DispatchTimeInterval) -> Bool {
        let soon = patience == .never ? DispatchTime(uptimeNanoseconds: 1) : .now() + patience
        if let due, due <= soon { return false }
        due = soon
        return wake()
    }

    /// - Returns: nil where nothing is to be taken yet; nothing after a nudge.
    fileprivate mutating func take(atMost limit: Int) -> EventMailbox.Content? {
        let isDue = due.map { $0 <= .now() } ?? false
        guard isDue || isNudged || (isClosed && !content.events.isEmpty) else { return nil }
        isNudged = false
        guard content.events.count > limit else {
            due = nil
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

    /// Whether the reader is at the bell, which is to be rung for it then.
    fileprivate mutating func wake() -> Bool {
        guard reader == .waiting else { return false }
        reader = .busy
        return true
    }
}
