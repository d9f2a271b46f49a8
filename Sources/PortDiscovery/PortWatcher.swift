public import RigModel

/// Follows a source and hands on what becomes of the ports, in order.
public actor PortWatcher<Source: DeviceSource> {
    private let source: Source
    private var registry = PortRegistry()

    public init(_ source: Source) { self.source = source }

    /// What is plugged in now, in order of board and channel. All of it has been handed on, or is being handed on.
    public var ports: [DiscoveredPort] { registry.ports }

    /// Runs until the source ends or the task is cancelled, which closes the source.
    ///
    /// - Parameter handle: gets the changes of one event at a time; the next event waits until it returns. While it takes
    ///   its time the kernel keeps the events, and where it had to drop some, all is enumerated again.
    /// - Parameter onTroubles: gets all that is wrong with the source, each time that changes; what is new of it is among
    ///   the changes too, as a warning.
    public func run(
        onTroubles: @escaping @Sendable ([String]) -> Void = { _ in },
        _ handle: @escaping @Sendable ([PortChange]) async -> Void
    ) async throws(DiscoveryError) {
        let warnings = source.warnings.map(PortChange.warning)
        if !warnings.isEmpty { await handle(warnings) }
        let source = source
        let outcome = await withTaskGroup(of: Result<Void, DiscoveryError>?.self) { group in
            group.addTask { await self.follow(onTroubles, handle) }
            group.addTask {
                // Ends when cancelled, from outside or because following has ended.
                for await _ in AsyncStream<Never>.makeStream().stream {}
                await source.close()
                return nil
            }
            var outcome: Result<Void, DiscoveryError> = .success(())
            for await ended in group {
                if let ended { outcome = ended }
                group.cancelAll()
            }
            return outcome
        }
        try outcome.get()
    }

    private func follow(
        _ onTroubles: @Sendable ([String]) -> Void, _ handle: @Sendable ([PortChange]) async -> Void
    ) async -> Result<Void, DiscoveryError> {
        do throws(DiscoveryError) {
            while let event = try await source.next() {
                if case .troubles(let troubles) = event { onTroubles(troubles) }
                let changes = registry.apply(event)
                if !changes.isEmpty { await handle(changes) }
            }
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}
