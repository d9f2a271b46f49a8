import ServiceLifecycle

/// Tells that the services are being shut down.
struct ShutdownBell: Service {
    private let news: AsyncStream<Void>
    private let ring: AsyncStream<Void>.Continuation

    init() { (news, ring) = AsyncStream.makeStream() }

    func run() async throws {
        try? await gracefulShutdown()
        ring.finish()
    }

    /// Waits for it.
    func rung() async { for await _ in news {} }
}
