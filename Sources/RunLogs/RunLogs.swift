internal import Dispatch
public import Logging
public import RigModel
internal import Threads

/// Keeps one log per unit and run: every byte sent and received, in order, with times, and at its end the verdict.
///
/// A run's log is sealed, and `latest/` leads to it, when `consume` returns from the end of the run; consumers behind this
/// one may link to it. A unit whose runs follow each other within 250 ms is the exception: `latest/` leads to the last of
/// them so much later. The disk is given 250 ms for the end of a run, or where lines come faster than it takes them. What
/// takes longer goes on in the background, and lines that find no room in memory are counted instead of kept: a run never
/// waits for a log.
public actor RunLogs: EventConsumer {
    /// How long a group of events presses back on the station.
    public static let patience = Duration.milliseconds(250)

    private nonisolated let executor: ThreadExecutor
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let tree: LogTree
    nonisolated let intake: LogIntake
    private nonisolated let timer: GateTimer
    /// Somebody will look after links that are due later.
    private var isLinkingPlanned = false
    var writer: RunLogWriter
    let archive: (any ExecutionArchive)?

    /// Opens the tree of a folder, or makes it; logs that the last service left unsealed are ended first.
    ///
    /// - Parameters:
    ///   - folder: absolute.
    ///   - zone: whose dates and times name and fill the files.
    ///   - archive: asked for the verdict of a run whose log was not sealed, which counts as interrupted where it is nil
    ///     or does not know; and for the lines that a log has lost.
    ///   - memory: bytes of lines that may wait for a slow disk.
    ///   - patience: how long `consume` waits for the disk.
    ///   - onTrouble: told what is wrong with the log folder, one sentence each, whenever that changes; empty when all is
    ///     well again. May post events.
    public static func open(
        folder: String, zone: StationZone, clocks: Clocks, logger: Logger, archive: (any ExecutionArchive)? = nil,
        memory: Int = 16 << 20, patience: Duration = RunLogs.patience, onTrouble: @escaping @Sendable ([String]) -> Void
    ) async throws(RunLogError) -> RunLogs {
        let tree = LogTree(root: folder)
        try tree.makeFolder(folder)
        let index = await LogRepair(tree: tree, zone: zone, now: clocks.wall, logger: logger).sealAll(archive: archive)
        let site = LogSite(tree: tree, zone: zone, clocks: clocks, logger: logger, onTrouble: onTrouble)
        return RunLogs(
            executor: try .named("run-logs"), writer: RunLogWriter(site: site, index: index), tree: tree,
            intake: LogIntake(limit: memory), patience: patience, archive: archive)
    }

    private init(
        executor: ThreadExecutor, writer: sending RunLogWriter, tree: LogTree, intake: LogIntake, patience: Duration,
        archive: (any ExecutionArchive)?
    ) {
        self.archive = archive
        self.executor = executor
        self.writer = writer
        self.tree = tree
        self.intake = intake
        timer = GateTimer(patience: patience)
    }

    /// Lines that no log took when they came, because the disk was too slow or failed. The store gives back those that
    /// it has, once it can.
    public var droppedLines: Int { intake.dropped + writer.lostLines }

    var index: LogIndex { writer.index }
    /// The log that a run is writing; nil where it is not under way.
    func openLog(_ execution: ExecutionID) -> RunLog? { writer.logs[execution] }
    func forget(_ execution: ExecutionID, of unit: LogIndex.Unit) { writer.index.remove(execution, of: unit) }

    public nonisolated func consume(_ events: [NumberedEvent]) async {
        guard !intake.isOverdue, intake.isFilling || events.contains(where: \.event.isEnd) else {
            hand(in: events, gate: nil)
            return
        }
        let isWritten = await withCheckedContinuation { continuation in
            let gate = Gate(continuation)
            hand(in: events, gate: gate)
            timer.watch(gate)
        }
        if !isWritten { intake.giveUpWaiting() }
    }

    /// Returns when all that was handed in is written, as far as the disk takes it, and `latest/` leads to the last run of
    /// every unit.
    public func finish() {
        writer.makeGood()
        writer.link(all: true)
    }

    private nonisolated func hand(in events: [NumberedEvent], gate: Gate?) {
        guard intake.put(events, gate: gate) else { return }
        executor.add { self.assumeIsolated { $0.work() } }
    }

    private func work() {
        while let (items, gates) = intake.take() {
            writer.write(items)
            for gate in gates { gate.open(isDone: true) }
        }
        linkLater()
    }

    /// One timer for all links that could not be swapped yet because they were a moment ago.
    private func linkLater() {
        guard writer.hasLinksToSwap, !isLinkingPlanned else { return }
        isLinkingPlanned = true
        DispatchQueue.global().asyncAfter(
            deadline: .now() + .milliseconds(Int(RunLogWriter.linkInterval.milliseconds))
        ) { [weak self] in
            guard let self else { return }
            executor.add { self.assumeIsolated { $0.linkNow() } }
        }
    }

    private func linkNow() {
        isLinkingPlanned = false
        writer.link()
        linkLater()
    }
}

extension RigEvent {
    fileprivate var isEnd: Bool {
        if case .executionCompleted = self { true } else { false }
    }
}
