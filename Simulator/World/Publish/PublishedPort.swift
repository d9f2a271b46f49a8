import CLinux
import Glibc
public import SerialIO

/// A port of the host's loopback that leads to a socket inside the world.
///
/// The listening socket is made before the namespaces, so it belongs to the host's network; a connection is carried on
/// to the service's Unix socket, which any network can reach.
public actor PublishedPort {
    /// How long a connection waits for a service that is still starting.
    static let patience = Duration.seconds(5)
    /// Connections beyond this wait in the listener's own queue.
    static let limit = 256

    private let listener: Int32
    private let service: String
    private let reactor: Reactor
    private var connections = 0
    /// Fires when a connection ends while `limit` are open.
    private var room = WaitToken()
    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - listener: a listening, non-blocking socket; stays the caller's.
    ///   - service: the path of the service's socket.
    public init(listener: Int32, service: String, reactor: Reactor) {
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
        let server = await connect()
        if server >= 0 {
            await join(client, server)
            close(server)
        }
        close(client)
        connections -= 1
        if connections == Self.limit - 1 { reactor.interrupt(room) }
    }

    /// Connects to the service, which may be about to start; -1 when it does not.
    private func connect() async -> Int32 {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let server = clinux_connect_path(service, 1)
            if server >= 0 { return server }
            guard ContinuousClock.now < deadline else { return -1 }
            if await reactor.sleep(until: min(deadline, .now + .milliseconds(50))) == .interrupted { return -1 }
        }
    }

    private func join(_ client: Int32, _ server: Int32) async {
        guard (try? reactor.register(client)) != nil else { return }
        defer { reactor.deregister(client) }
        guard (try? reactor.register(server)) != nil else { return }
        defer { reactor.deregister(server) }
        await withDiscardingTaskGroup { group in
            group.addTask { await self.pump(from: client, to: server) }
            group.addTask { await self.pump(from: server, to: client) }
        }
    }

    /// Carries one direction to its end. An end of the stream is passed on as one, so that the other direction may go on;
    /// an error ends both.
    private func pump(from source: Int32, to sink: Int32) async {
        while true {
            let bytes = await reactor.receive(from: source)
            if bytes.isEmpty {
                shutdown(sink, Int32(SHUT_WR))
                return
            }
            guard await reactor.send(bytes, to: sink) else {
                shutdown(source, Int32(SHUT_RD))
                return
            }
        }
    }
}
