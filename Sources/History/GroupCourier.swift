internal import Locking
internal import RigModel

/// Hands groups to the consumers, in order, after the disk has what they must not be told of before. For a thread of its
/// own: it waits on the disk, and for groups, without giving the thread away.
struct GroupCourier: Sendable {
    let journal: EventJournal
    let outbox: EventOutbox

    func run() async {
        while let groups = outbox.take() {
            // What is in hand was committed before, so that one sync serves all of it.
            var isSafe: Bool?
            for var group in groups {
                if group.needsSync {
                    if isSafe == nil { isSafe = synchronize() }
                    if isSafe == false { group.events.markUnstored(where: \.event.isVerdict) }
                }
                for act in group.whenSynced { act() }
                if !group.events.isEmpty {
                    for consumer in journal.consumers { await consumer.consume(group.events) }
                }
                journal.mailbox.done(with: group.events.count)
            }
        }
    }

    /// - Returns: whether the disk has all that was committed.
    private func synchronize() -> Bool {
        do throws(DiskFailure) {
            try journal.store.log.synchronize()
            journal.progress.withLock { $0.syncs += 1 }
            return true
        } catch {
            journal.syncTrouble.withLock { $0.note(error) }
            journal.mailbox.nudge()
            return false
        }
    }
}

extension [NumberedEvent] {
    mutating func markUnstored(where isMeant: (NumberedEvent) -> Bool) {
        for index in indices where isMeant(self[index]) { self[index].isStored = false }
    }
}
