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

    /// - Returns: the group as numbered, each event with whether the store has it; whether the store failed just now.
    mutating func commit(_ entries: [EventMailbox.Entry]) async -> (group: [NumberedEvent], isToBeRetried: Bool) {
        let now = journal.clocks.wall
        let first = sequence + 1
        sequence += UInt64(entries.count)
        var group = zip(first..., entries).map { NumberedEvent(sequence: $0, at: now, event: $1.event) }
        backlog.keep(group.lazy.filter(\.event.isStored))

        var hasFailed = false
        if !backlog.isEmpty, isTryDue { hasFailed = await !store() }
        // All that waits is stored at once, or nothing of it.
        if !backlog.isEmpty {
            for index in group.indices where group[index].event.isStored { group[index].isStored = false }
        }
        if var current = trouble {
            current.isOutOfMemory = backlog.isFull
            note(current)
        }
        noteFigures()
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

    private var isTryDue: Bool {
        trouble == nil || lastTry.duration(to: journal.clocks.monotonic) >= journal.endurance.retryInterval
    }

    /// Tries to store all that waits as one transaction.
    private mutating func store() async -> Bool {
        lastTry = journal.clocks.monotonic
        let isDurable = backlog.events.contains(where: \.event.isVerdict)
        do {
            for refused in try await journal.store.write(backlog.events, isDurable: isDurable) {
                journal.logger.error("the store refused an event", metadata: ["event": "\(refused)"])
            }
        } catch {
            note(StoreTrouble(cause: StoreTrouble.cause(of: error), isOutOfMemory: backlog.isFull))
            return false
        }
        journal.progress.withLock { figures in
            figures.groups += 1
            if isDurable { figures.durableGroups += 1 }
        }
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
