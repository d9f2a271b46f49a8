import RigModel

/// Keeps what it gets, and lets a test wait for it.
actor RecordingConsumer: EventConsumer {
    private(set) var events: [NumberedEvent] = []
    private let onEvents: @Sendable ([NumberedEvent]) async -> Void
    private var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    init(onEvents: @escaping @Sendable ([NumberedEvent]) async -> Void = { _ in }) { self.onEvents = onEvents }

    func consume(_ events: [NumberedEvent]) async {
        await onEvents(events)
        self.events += events
        for waiter in waiters where waiter.count <= self.events.count { waiter.continuation.resume() }
        waiters.removeAll { $0.count <= self.events.count }
    }

    func wait(for count: Int) async {
        if events.count >= count { return }
        await withCheckedContinuation { waiters.append((count, $0)) }
    }
}
