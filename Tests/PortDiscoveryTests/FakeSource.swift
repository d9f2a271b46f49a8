import PortDiscovery

/// A source that tells what it is told.
struct FakeSource: DeviceSource {
    let warnings: [String]
    private let events: AsyncStream<DeviceEvent>
    private let feed: AsyncStream<DeviceEvent>.Continuation

    /// - Parameter present: what is plugged in at the start.
    init(present: [TTYDevice] = [], warnings: [String] = []) {
        self.warnings = warnings
        (events, feed) = AsyncStream.makeStream()
        feed.yield(.resync(present))
    }

    func push(_ event: DeviceEvent) { feed.yield(event) }

    func next() async throws(DiscoveryError) -> DeviceEvent? {
        // Iterators of a stream share its buffer, so a new one goes on where the last stopped.
        var iterator = events.makeAsyncIterator()
        return await iterator.next()
    }

    /// What was pushed before is still told.
    func close() async { feed.finish() }
}
