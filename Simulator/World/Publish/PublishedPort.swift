import CLinux
import Glibc
public import SerialIO

/// A port of the host's loopback that leads to a socket inside the world.
///
/// All below `/bench` is the bench panel's, where there is one.
///
/// The listening socket is made before the namespaces, so it belongs to the host's network; a connection is carried on
/// to the service's Unix socket, which any network can reach.
public actor PublishedPort {
    /// Connections beyond this wait in the listener's own queue.
    static let limit = 256

    private let listener: Int32
    private let service: String
    private let reactor: Reactor
    private let panel: BenchPanel?
    private let patience: Duration
    private var connections = 0
    /// Fires when a connection ends while `limit` are open.
    private var room = WaitToken()
    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - listener: a listening, non-blocking socket; stays the caller's.
    ///   - service: the path of the service's socket.
    public init(listener: Int32, service: String, reactor: Reactor) {
        self.init(listener: listener, service: service, reactor: reactor, panel: nil)
    }

    /// - Parameters:
    ///   - panel: answers for all below `/bench`.
    ///   - patience: how long a request for the panel waits for the service's answers to those before it.
    init(
        listener: Int32, service: String, reactor: Reactor, panel: BenchPanel?, patience: Duration = .seconds(30)
    ) {
        self.panel = panel
        self.patience = patience
        self.listener = listener
        self.service = service
        self.reactor = reactor
    }

    /// Listens on 127.0.0.1 in the network namespace of the caller.
    /// - Parameter port: 0 takes a free one, and becomes it.
    public static func listen(_ port: inout UInt16) throws(WorldError) -> Int32 {
        let descriptor = clinux_listen_loopback(&port)
        guard descriptor >= 0 else { throw .publish(port: Int(port), reason: SystemCall.reason()) }
        return descriptor
    }

    /// Carries connections until the reactor shuts down.
    public func run() async throws(ReactorError) {
        try reactor.register(listener)
        await withDiscardingTaskGroup { group in
            while await hasRoom() {
                let client = clinux_accept(listener)
                if client >= 0 {
                    connections += 1
                    group.addTask { await self.carry(client) }
                } else if await mustStop(after: errno) {
                    return
                }
            }
        }
        reactor.deregister(listener)
    }

    private func hasRoom() async -> Bool {
        guard connections >= Self.limit else { return true }
        room = WaitToken()
        _ = await reactor.sleep(until: nil, token: room)
        // Interrupted by the end of a connection, or of the reactor; then the next wait says so.
        return true
    }

    /// Waits for the next connection after accepting failed.
    private func mustStop(after error: Int32) async -> Bool {
        switch error {
        case EAGAIN, EINTR, ECONNABORTED:
            return await reactor.wait(for: .readable, on: listener, until: nil) == .interrupted
        default:
            // Out of descriptors: it may pass. epoll will not tell again, so look after a while.
            _ = await reactor.sleep(until: .now + .milliseconds(100))
            return await reactor.wait(for: .readable, on: listener, until: .now) == .interrupted
        }
    }

    private func carry(_ client: Int32) async {
        if (try? reactor.register(client)) != nil {
            await PublishedConnection(
                client: client, service: service, reactor: reactor, panel: panel, patience: patience
            ).run()
            reactor.deregister(client)
        }
        close(client)
        connections -= 1
        if connections == Self.limit - 1 { reactor.interrupt(room) }
    }
}
