import Locking
public import Logging
public import RigModel

/// The station's one order of events: numbers them, commits what is to be kept, then hands them to the consumers.
///
/// Whatever waits is committed as one group, so a busy station pays for one transaction where an idle one pays for each.
/// A group with a verdict is on the disk itself (`synchronous=FULL`) before any consumer sees it; other groups are safe
/// from the end of the process, not from a power cut (`NORMAL`).
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
        if !mailbox.put(EventMailbox.Entry(event: event)) { refuse(event) }
    }

    public func commit(_ event: RigEvent) async {
        await withCheckedContinuation { continuation in
            guard !mailbox.put(EventMailbox.Entry(event: event, waiter: continuation)) else { return }
            refuse(event)
            continuation.resume()
        }
    }

    /// Waits until everything that was handed in before has been handed out: all consumers have returned from it.
    ///
    /// Needs `run` or `close`, without which nothing is ever handed out.
    public func drained() async { await mailbox.waitUntilDone() }

    /// What the journal has done so far.
    public var figures: JournalFigures { progress.withLock { $0 } }

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

    /// The loop: one group after the other until the mailbox is closed and empty.
    private func drain() async {
        var writer = GroupWriter(journal: self)
        await withDiscardingTaskGroup { retries in
            while let entries = await mailbox.take(atMost: GroupWriter.limit) {
                let (group, isToBeRetried) = await writer.commit(entries)
                if isToBeRetried {
                    retries.addTask { [mailbox, endurance] in
                        // Cut short at the end, when a last try is made anyway.
                        try? await Task.sleep(for: endurance.retryInterval)
                        mailbox.nudge()
                    }
                }
                for entry in entries { entry.waiter?.resume() }
                if !group.isEmpty { for consumer in consumers { await consumer.consume(group) } }
                mailbox.done(with: entries.count)
            }
            retries.cancelAll()
        }
        await writer.finish()
        mailbox.finishReading()
    }

    private func refuse(_ event: RigEvent) {
        logger.warning("an event came after the journal was closed", metadata: ["event": "\(event.name)"])
    }
}
