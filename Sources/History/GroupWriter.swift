internal import Locking
internal import Logging
internal import RigModel

/// Brings one group of events after the other to the store; holds what the store did not take.
struct GroupWriter: Sendable {
    /// Events of one group: bounds the time until the first of them is handed out.
    static let limit = 4_096

    private let journal: EventJournal
    private var backlog: EventBacklog
    private var keys = RunKeys()
    private var trouble: StoreTrouble?
    /// Events of all groups so far.
    private var count: UInt64 = 0
    /// When the store failed last.
    private var lastFailure: ContinuousClock.Instant

    init(journal: EventJournal) {
        self.journal = journal
        backlog = EventBacklog(limit: journal.endurance.bytes)
        lastFailure = journal.clocks.monotonic
    }

    /// Blocks on the disk. Who waits for anything but the sync of a verdict goes on when this returns.
    /// - Returns: the group, each event with whether the store has it; whether the store failed just now.
    mutating func commit(
        _ content: consuming EventMailbox.Content
    ) -> (group: EventOutbox.Group, isToBeRetried: Bool) {
        var group = EventOutbox.Group()
        // Nobody else has them then, so that the next line copies none.
        swap(&group.events, &content.events)
        let now = journal.clocks.wall
        for index in group.events.indices { group.events[index].at = now }
        count += UInt64(group.events.count)

        let hasFailed = !store(group.events)
        if trouble != nil {
            // All that waits is stored at once, or nothing of it.
            group.events.markUnstored(where: \.event.isStored)
        } else {
            group.needsSync = group.events.contains(where: \.event.isVerdict)
        }
        if var current = trouble {
            current.isOutOfMemory = backlog.isFull
            note(current)
        }
        noteFigures()
        for act in content.acts {
            let event = group.events[Int(act.sequence - group.events[0].sequence)].event
            if group.needsSync, event.isVerdict { group.whenSynced.append(act.perform) } else { act.perform() }
        }
        return (group, hasFailed)
    }

    /// Brings a group to the store, or to what waits for it.
    /// - Returns: false where the store failed just now.
    private mutating func store(_ group: [NumberedEvent]) -> Bool {
        guard trouble == nil, !isUnsafe else {
            backlog.keep(group)
            return isTryDue ? storeBacklog() : true
        }
        // Nothing waits, so the group is stored as it is, and kept only where that failed.
        guard group.contains(where: \.event.isStored) else { return true }
        do {
            try write(group)
            return true
        } catch {
            backlog.keep(group)
            noteFailure(error)
            return false
        }
    }

    /// Tries to store all that waits as one transaction.
    private mutating func storeBacklog() -> Bool {
        do {
            let unsafe = journal.syncTrouble.withLock { $0 }
            if let failure = unsafe.failure {
                // At first it is only told of, so that it is not made good unnoticed.
                if trouble == nil { throw failure }
                try journal.store.rescue()
                journal.syncTrouble.withLock { $0.settle(unsafe.count) }
            }
            try write(backlog.events)
        } catch {
            noteFailure(error)
            return false
        }
        note(nil)
        backlog.clear()
        return true
    }

    private mutating func write(_ events: [NumberedEvent]) throws {
        for refused in try journal.store.write(events, keys: &keys) {
            journal.logger.error("the store refused an event", metadata: ["event": "\(refused)"])
        }
        journal.progress.withLock { $0.groups += 1 }
    }

    /// The last try for what still waits.
    mutating func finish() {
        guard !backlog.isEmpty else { return }
        let isStored = storeBacklog()
        noteFigures()
        guard !isStored else { return }
        journal.logger.critical(
            "records are lost, the store failed to the end",
            metadata: ["records": "\(backlog.events.count)", "cause": "\(trouble?.cause ?? "unknown")"])
    }

    private func noteFigures() {
        journal.progress.withLock { figures in
            figures.events = count
            figures.waitingEvents = backlog.events.count
            figures.waitingBytes = backlog.bytes
            figures.lostSteps = backlog.lostSteps
        }
    }

    /// A sync of the disk has failed, and nothing has made up for it yet.
    private var isUnsafe: Bool { journal.syncTrouble.withLock { $0.failure != nil } }

    private var isTryDue: Bool {
        trouble == nil || lastFailure.duration(to: journal.clocks.monotonic) >= journal.endurance.retryInterval
    }

    private mutating func noteFailure(_ error: any Error) {
        lastFailure = journal.clocks.monotonic
        note(StoreTrouble(cause: StoreTrouble.cause(of: error), isOutOfMemory: backlog.isFull))
    }

    /// Tells of a change for the worse or the better, once.
    private mutating func note(_ current: StoreTrouble?) {
        guard current != trouble else { return }
        trouble = current
        if let current {
            journal.logger.error("the store fails", metadata: ["cause": "\(current.cause)"])
        } else {
            journal.logger.notice("the store works again", metadata: ["records": "\(backlog.events.count)"])
        }
        journal.onTrouble(current?.reasons ?? [])
    }
}
