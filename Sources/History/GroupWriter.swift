internal import Locking
internal import Logging
internal import RigModel

/// Numbers the events of one group after the other and brings them to the store; holds what the store did not take.
struct GroupWriter: Sendable {
    /// Events of one group: bounds the time until the first of them is handed out.
    static let limit = 4_096

    private let journal: EventJournal
    private var backlog: EventBacklog
    private var trouble: StoreTrouble?
    private var sequence: UInt64 = 0
    private var lastTry: ContinuousClock.Instant

    init(journal: EventJournal) {
        self.journal = journal
        backlog = EventBacklog(limit: journal.endurance.bytes)
        lastTry = journal.clocks.monotonic
    }

    /// Who waits for anything but the sync of a verdict goes on when this returns.
    /// - Returns: the group as numbered, each event with whether the store has it; whether the store failed just now.
    mutating func commit(_ entries: [EventMailbox.Entry]) async -> (group: EventOutbox.Group, isToBeRetried: Bool) {
        let now = journal.clocks.wall
        let first = sequence + 1
        sequence += UInt64(entries.count)
        var group = EventOutbox.Group(
            events: zip(first..., entries).map { NumberedEvent(sequence: $0, at: now, event: $1.event) })
        backlog.keep(group.events.lazy.filter(\.event.isStored))

        var hasFailed = false
        if isTryDue, !backlog.isEmpty || trouble != nil || isUnsafe { hasFailed = await !store() }
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
        for entry in entries {
            guard let waiter = entry.waiter else { continue }
            if group.needsSync, entry.event.isVerdict { group.waiters.append(waiter) } else { waiter.resume() }
        }
        return (group, hasFailed)
    }

    /// The last try for what still waits.
    mutating func finish() async {
        guard !backlog.isEmpty else { return }
        let isStored = await store()
        noteFigures()
        guard !isStored else { return }
        journal.logger.critical(
            "records are lost, the store failed to the end",
            metadata: ["records": "\(backlog.events.count)", "cause": "\(trouble?.cause ?? "unknown")"])
    }

    private func noteFigures() {
        journal.progress.withLock { figures in
            figures.events = sequence
            figures.waitingEvents = backlog.events.count
            figures.waitingBytes = backlog.bytes
            figures.lostSteps = backlog.lostSteps
        }
    }

    /// A sync of the disk has failed, and nothing has made up for it yet.
    private var isUnsafe: Bool { journal.syncTrouble.withLock { $0.failure != nil } }

    private var isTryDue: Bool {
        trouble == nil || lastTry.duration(to: journal.clocks.monotonic) >= journal.endurance.retryInterval
    }

    /// Tries to store all that waits as one transaction.
    private mutating func store() async -> Bool {
        lastTry = journal.clocks.monotonic
        do {
            let unsafe = journal.syncTrouble.withLock { $0 }
            if let failure = unsafe.failure {
                // At first it is only told of, so that it is not made good unnoticed.
                if trouble == nil { throw failure }
                try await journal.store.rescue()
                journal.syncTrouble.withLock { $0.settle(unsafe.count) }
            }
            for refused in try await journal.store.write(backlog.events) {
                journal.logger.error("the store refused an event", metadata: ["event": "\(refused)"])
            }
        } catch {
            note(StoreTrouble(cause: StoreTrouble.cause(of: error), isOutOfMemory: backlog.isFull))
            return false
        }
        journal.progress.withLock { $0.groups += 1 }
        note(nil)
        backlog.clear()
        return true
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
