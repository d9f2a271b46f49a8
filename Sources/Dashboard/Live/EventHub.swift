internal import NIOCore
public import RigModel

/// Holds the live picture of the station and hands every event to the clients that listen.
///
/// Each event is encoded once and put into a bounded queue of each client that wants it; nothing here ever waits for a
/// client. Log lines are held back for a moment, so that they travel in batches, but never behind an event that came
/// after them: on every stream the ids rise.
public actor EventHub: EventConsumer {
    nonisolated let station: StationFacts
    nonisolated let clocks: Clocks
    nonisolated let limits: EventLimits
    /// Says that log lines are held back; `LiveTicker` has them sent a moment later.
    nonisolated let linesHeld: AsyncStream<Void>

    private(set) var view = BenchView()
    private(set) var isStopping = false
    private let encoder: EventEncoder
    private let holdingLines: AsyncStream<Void>.Continuation
    private var ring: ReplayRing
    private var clients: [Int: EventClient] = [:]
    private var lastClient = 0
    private var heldLines: [StoredEvent] = []
    private var lastMetrics: API.Metrics?

    public init(station: StationFacts, clocks: Clocks, limits: EventLimits = EventLimits()) {
        self.station = station
        self.clocks = clocks
        self.limits = limits
        encoder = EventEncoder(station: station, clocks: clocks)
        ring = ReplayRing(countLimit: limits.replayEvents, byteLimit: limits.replayBytes)
        (linesHeld, holdingLines) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    public func consume(_ events: [NumberedEvent]) async {
        for event in events {
            let stored = StoredEvent(event, before: view)
            view.fold(event)
            ring.append(stored)
            // Nothing is encoded while nobody listens.
            guard !clients.isEmpty else { continue }
            if case .logLine = event.event {
                heldLines.append(stored)
                if heldLines.count >= limits.linesPerBatch { sendHeldLines() }
            } else {
                sendHeldLines()
                hand(out: stored)
            }
        }
        if !heldLines.isEmpty { holdingLines.yield() }
    }

    /// Takes in the runs of earlier times, newest first.
    func seed(_ results: [ExecutionResult]) { view.seed(results) }

    /// Sends the log lines that were held back.
    func sendHeldLines() {
        guard !heldLines.isEmpty else { return }
        let lines = heldLines
        heldLines.removeAll(keepingCapacity: true)
        for line in lines { hand(out: line) }
    }

    private func hand(out stored: StoredEvent) {
        let sequence = stored.numbered.sequence
        var encoded: LiveFrame?
        for client in clients.values where client.position < sequence && client.filter.admits(stored) {
            guard let frame = encoded ?? encoder.frame(stored) else { return }
            encoded = frame
            client.offer(frame)
        }
    }
}

// MARK: - Clients

extension EventHub {
    var clientCount: Int { clients.count }

    /// Why one more stream is not taken; nil where it is.
    var refusal: StreamRefusal? {
        if isStopping { return .stopping }
        return clients.count >= limits.clients ? .tooMany(limits.clients) : nil
    }

    /// Begins a stream: first what it missed, or a reset where that is not to be had, then all that comes.
    ///
    /// - Parameter disconnect: ends the client's connection at once; called when it takes nothing for too long.
    func subscribe(
        _ filter: EventFilter, from start: StreamStart, disconnect: @escaping @Sendable () -> Void
    ) -> EventSubscription {
        let (wakeups, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let missed = missed(from: start)
        let client = EventClient(
            filter: filter, position: view.sequence, missed: missed ?? [], limits: limits.queue, wake: wake,
            disconnect: disconnect)
        if missed == nil { client.offerReset(at: view.sequence) }
        lastClient += 1
        clients[lastClient] = client
        if isStopping { client.end(with: farewell) }
        return EventSubscription(id: lastClient, wakeups: wakeups, wake: wake)
    }

    func unsubscribe(_ id: Int) { clients[id] = nil }

    /// What is to be sent next to a client; nil where nothing waits. To ask means that the chunk before has been sent.
    func take(_ id: Int) -> ByteBuffer? { clients[id]?.take(encoder, at: clocks.monotonic) }

    /// Says goodbye to all clients, and takes no more.
    func stop() {
        isStopping = true
        sendHeldLines()
        for client in clients.values { client.end(with: farewell) }
    }

    /// Ends the connections of clients that have not taken a chunk for so long.
    func disconnectStalled(for limit: Duration) {
        let now = clocks.monotonic
        for client in clients.values { client.disconnectIfStalled(for: limit, at: now) }
    }

    /// nil where it cannot be told what was missed.
    private func missed(from start: StreamStart) -> ArraySlice<StoredEvent>? {
        switch start {
        case .now: return []
        case .unknown: return nil
        case .after(let position):
            guard position.epoch == station.epoch, position.sequence <= view.sequence else { return nil }
            return ring.events(after: position.sequence, upTo: view.sequence)
        }
    }

    private var farewell: LiveFrame {
        encoder.frame("bye", API.Notice(reason: "the service is stopping"), lane: .lossless)
    }
}

// MARK: - Messages that are no events of the station

extension EventHub {
    func heartbeat() {
        let uptime = Int(station.uptime(at: clocks.monotonic).components.seconds)
        let beat = API.Heartbeat(time: station.zone.rfc3339(clocks.wall), uptimeSeconds: uptime)
        let frame = encoder.frame("heartbeat", beat, lane: .coalescing(key: "heartbeat"))
        for client in clients.values { client.offer(frame) }
    }

    /// Tells the figures to those who listen, unless nothing but the time has changed.
    func publish(_ metrics: API.Metrics) {
        guard lastMetrics.map({ metrics.differs(from: $0) }) ?? true else { return }
        lastMetrics = metrics
        let frame = encoder.frame("MetricsUpdated", metrics, lane: .coalescing(key: "metrics"))
        for client in clients.values where client.filter.admits(.metrics) { client.offer(frame) }
    }
}
