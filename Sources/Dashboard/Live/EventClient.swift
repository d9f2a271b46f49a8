internal import NIOCore

/// One client of the event streams, as the hub keeps it. A class, so that its queue is changed in place; it never
/// leaves the hub.
final class EventClient {
    let filter: EventFilter
    /// Events up to here it has had, or does not want.
    private(set) var position: UInt64
    private var queue: ClientQueue
    /// Since when the chunk that it took last is on its way; nil while none is.
    private var writingSince: ContinuousClock.Instant?
    private let wake: AsyncStream<Void>.Continuation
    private let disconnect: @Sendable () -> Void

    init(
        filter: EventFilter, position: UInt64, limits: ClientQueue.Limits, wake: AsyncStream<Void>.Continuation,
        disconnect: @escaping @Sendable () -> Void
    ) {
        self.filter = filter
        self.position = position
        self.wake = wake
        self.disconnect = disconnect
        queue = ClientQueue(limits: limits)
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
        let chunk = queue.take(encoder)
        writingSince = chunk == nil ? nil : now
        return chunk
    }

    func disconnectIfStalled(for limit: Duration, at now: ContinuousClock.Instant) {
        if let writingSince, writingSince.duration(to: now) >= limit { disconnect() }
    }
}
