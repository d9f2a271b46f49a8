internal import Dispatch
import Locking
public import Logging
public import RigModel

/// The station's one order of events: numbers them, commits what is to be kept, then hands them to the consumers.
///
/// Whatever waits is committed as one group, so a busy station pays for one transaction where an idle one pays for each.
/// A committed group is safe from the end of the process (`synchronous=NORMAL`), and who waits for it goes on. A verdict
/// is to be safe from a power cut as well: the disk is synced before any consumer sees it, by a second task, so that the
/// next groups are committed meanwhile. Consumers see all events in their order, so what comes behind a verdict waits.
///
/// Where the store fails, events go on to the consumers; what was to be stored waits in memory, and is tried again.
public final class EventJournal: EventSpine {
    /// How the journal holds on while the store fails.
    public struct Endurance: Sendable {
        /// Memory for events that wait for the store.
        public var bytes: Int
        /// Between two tries.
        public var retryInterval: Duration
        public init(bytes: Int = 64 << 20, retryInterval: Duration = .seconds(1)) {
            self.bytes = bytes
            self.retryInterval = retryInterval
        }
    }

    /// Names this start of the service in the positions of events.
    public var epoch: String { store.epoch }

    let store: HistoryStore
    let consumers: [any EventConsumer]
    let clocks: Clocks
    let endurance: Endurance
    let logger: Logger
    let onTrouble: @Sendable ([String]) -> Void
    let mailbox = EventMailbox()
    let progress = Lock(JournalFigures())
    let syncTrouble = Lock(SyncTrouble())

    /// - Parameters:
    ///   - consumers: get every event in this order, so the first has acted on an event before the next one sees it.
    ///   - onTrouble: told what is wrong with the store, one sentence each, whenever that changes; empty when all is
    ///     well again. Called from the journal's loop; may post.
    public init(
        store: HistoryStore, consumers: [any EventConsumer], clocks: Clocks, logger: Logger,
        endurance: Endurance = Endurance(), onTrouble: @escaping @Sendable ([String]) -> Void
    ) {
        self.store = store
        self.consumers = consumers
        self.clocks = clocks
        self.logger = logger
        self.endurance = endurance
        self.onTrouble = onTrouble
    }

    public func post(_ event: RigEvent) {
        if !mailbox.put(event) { refuse(event) }
    }

    /// `whenStored` comes after the sync of the disk where the event is a verdict.
    public func post(_ event: RigEvent, whenStored: @escaping @Sendable () -> Void) {
        guard !mailbox.put(event, whenStored: whenStored) else { return }
        refuse(event)
        whenStored()
    }

    /// Waits until everything that was handed in before has been handed out: all consumers have returned from it.
    ///
    /// Needs `run` or `close`, without which nothing is ever handed out.
    public func drained() async { await mailbox.waitUntilDone() }

    /// What the journal has done so far.
    public var figures: JournalFigures { progress.withLock { $0 } }

    /// Whether there is room for what a new run would have to say. Not where the store has failed for so long that the
    /// memory for what waits is used up: no run is to be begun then.
    public var hasRoom: Bool { progress.withLock { $0.waitingBytes < endurance.bytes } }

    /// Works until `close`. A cancellation does not end it: runs that are on their way out still have records to leave.
    public func run() async {
        precondition(mailbox.beginReading(), "a journal runs once")
        await drain()
    }

    /// Takes no more events, commits and hands out those it has, and closes the store.
    public func close() async {
        mailbox.close()
        if mailbox.beginReading() { await drain() } else { await mailbox.waitForEnd() }
        do {
            try await store.close(at: clocks.wall)
        } catch {
            logger.warning("the store was not closed in order", metadata: ["cause": "\(StoreTrouble.cause(of: error))"])
        }
    }

    /// One group after the other until the mailbox is closed and empty: committed here, handed out beside it.
    private func drain() async {
        let outbox = EventOutbox(limit: 2 * GroupWriter.limit)
        await withDiscardingTaskGroup { parts in
            parts.addTask(executorPreference: store.syncThread) {
                await GroupCourier(journal: self, outbox: outbox).run()
            }
            await withTaskExecutorPreference(store.writeThread) { commitAll(into: outbox) }
            outbox.close()
        }
        mailbox.finishReading()
    }

    /// On the store's thread, which waits for nothing else meanwhile.
    private func commitAll(into outbox: EventOutbox) {
        var writer = GroupWriter(journal: self)
        var retry: DispatchTime?
        while let content = mailbox.take(atMost: GroupWriter.limit, until: retry) {
            let (group, isToBeRetried) = writer.commit(content)
            if isToBeRetried {
                retry = .now() + .nanoseconds(Int(endurance.retryInterval.nanoseconds))
            } else if content.events.isEmpty {
                retry = nil
            }
            outbox.put(group)
        }
        writer.finish()
    }

    private func refuse(_ event: RigEvent) {
        logger.warning("an event came after the journal was closed", metadata: ["event": "\(event.name)"])
    }
}
