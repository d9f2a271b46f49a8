internal import NIOCore

/// One client of the event streams, as the hub keeps it. A class, so that its queue is changed in place; it never
/// leaves the hub.
final class EventClient {
    let filter: EventFilter
    /// Events up to here it has had, or does not want.
    private(set) var position: UInt64
    private var queue: ClientQueue
    /// What it has missed and is not encoded yet, and the part of it that is.
    private var missed: ArraySlice<StoredEvent>
    private var replay: ClientQueue
    private let eventsPerReplay: Int
    /// Since when the chunk that it took last is on its way; nil while none is.
    private var writingSince: ContinuousClock.Instant?
    private let wake: AsyncStream<Void>.Continuation
    private let disconnect: @Sendable () -> Void

    /// - Parameter missed: events up to `position` that it is to have first.
    init(
        filter: EventFilter, position: UInt64, missed: ArraySlice<StoredEvent>, limits: ClientQueue.Limits,
        wake: AsyncStream<Void>.Continuation, disconnect: @escaping @Sendable () -> Void
    ) {
        self.filter = filter
        self.position = position
        self.missed = missed
        self.wake = wake
        self.disconnect = disconnect
        queue = ClientQueue(limits: limits)
        // What was missed is told event by event: nobody is behind with what has just been looked up.
        var whole = limits
        whole.behind = .max
        replay = ClientQueue(limits: whole)
        eventsPerReplay = min(limits.linesPerBatch, limits.messages, limits.lines)
        if !missed.isEmpty { wake.yield() }
    }

    func offer(_ frame: LiveFrame) {
        if let sequence = frame.sequence { position = max(position, sequence) }
        queue.offer(frame)
        wake.yield()
    }

    func offerReset(at sequence: UInt64) {
        queue.offerReset(at: sequence)
        wake.yield()
    }

    /// Offers the last message; when it is sent, the stream ends.
    func end(with frame: LiveFrame) {
        queue.offer(frame)
        wake.finish()
    }

    func take(_ encoder: EventEncoder, at now: ContinuousClock.Instant) -> ByteBuffer? {
        let chunk = nextChunk(encoder)
        writingSince = chunk == nil ? nil : now
        return chunk
    }

    func disconnectIfStalled(for limit: Duration, at now: ContinuousClock.Instant) {
        if let writingSince, writingSince.duration(to: now) >= limit { disconnect() }
    }

    /// The missed events a few at a time, so that a long absence neither holds up the others nor fills the queue.
    private func nextChunk(_ encoder: EventEncoder) -> ByteBuffer? {
        while true {
            if let chunk = replay.take(encoder) { return chunk }
            guard !missed.isEmpty else { return queue.take(encoder) }
            for stored in missed.prefix(eventsPerReplay) where filter.admits(stored) {
                if let frame = encoder.frame(stored) { replay.offer(frame) }
            }
            missed = missed.dropFirst(eventsPerReplay)
        }
    }
}
