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
    /// How long a connection waits for a service that is still starting.
    static let patience = Duration.seconds(5)
    /// How long a client that was turned away may go on sending.
    static let lingering = Duration.seconds(2)
    /// Connections beyond this wait in the listener's own queue.
    static let limit = 256

    private let listener: Int32
    private let service: String
    private let reactor: Reactor
    private let panel: BenchPanel?
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

    /// - Parameter panel: answers for all below `/bench`.
    init(listener: Int32, service: String, reactor: Reactor, panel: BenchPanel?) {
        self.panel = panel
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
            await converse(with: client)
            reactor.deregister(client)
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

    /// Carries what the client sends to whom it belongs, and the service's answers back, until both have ended. The service
    /// is connected with when something is for it: the panel needs none.
    private func converse(with client: Int32) async {
        var server: Int32 = -1
        await withDiscardingTaskGroup { group in
            var scanner = RequestScanner()
            while true {
                let bytes = await reactor.receive(from: client)
                if bytes.isEmpty { break }
                for step in panel == nil ? [.forward(bytes)] : scanner.take(bytes) {
                    switch step {
                    case .panel(let request):
                        guard await answer(request, to: client) else { return end(client, server) }
                    case .refuse(let reply):
                        await turnAway(client, with: reply.bytes(isHead: false))
                        return end(client, server)
                    case .forward(let bytes):
                        if server < 0 {
                            server = await connect()
                            guard server >= 0, (try? reactor.register(server)) != nil else {
                                await turnAway(client, with: Self.reply(.noService(at: service), to: bytes))
                                return end(client, server)
                            }
                            group.addTask { [server] in
                                await self.pump(
                                    from: server, to: client, whereSilent: Self.reply(.noAnswer, to: bytes))
                            }
                        }
                        guard await reactor.send(bytes, to: server) else { return end(client, server) }
                    }
                }
            }
            // An end of the stream is passed on as one, so that the other direction may go on.
            if server >= 0 { shutdown(server, Int32(SHUT_WR)) }
        }
        guard server >= 0 else { return }
        reactor.deregister(server)
        close(server)
    }

    /// - Returns: whether the conversation goes on.
    private func answer(_ request: PanelRequest, to client: Int32) async -> Bool {
        guard let reply = await panel?.reply(to: request) else { return false }
        guard await reactor.send(reply.bytes(isHead: request.method == "HEAD"), to: client) else { return false }
        return request.headers["connection"]?.lowercased() != "close"
    }

    /// A reply in the service's place, for those who have begun with a request of HTTP; nothing for others.
    private static func reply(_ reply: PanelReply, to beginning: [UInt8]) -> [UInt8] {
        let line = beginning.prefix { $0 != UInt8(ascii: "\n") }
        return PanelRequest.isRequestLine(line) ? reply.bytes(isHead: line.starts(with: "HEAD ".utf8)) : []
    }

    /// Answers in the service's place. What the client is still sending is taken for a while: a connection that is
    /// closed over unread bytes is reset, and the answer with it.
    private func turnAway(_ client: Int32, with reply: [UInt8]) async {
        guard !reply.isEmpty else { return }
        let deadline = ContinuousClock.now + Self.lingering
        guard await reactor.send(reply, to: client, until: deadline) else { return }
        shutdown(client, Int32(SHUT_WR))
        while await !reactor.receive(from: client, until: deadline).isEmpty, ContinuousClock.now < deadline {}
    }

    /// Ends both directions.
    private func end(_ client: Int32, _ server: Int32) {
        shutdown(client, Int32(SHUT_RDWR))
        if server >= 0 { shutdown(server, Int32(SHUT_RDWR)) }
    }

    /// Carries the service's answers to their end; an error ends both directions.
    /// - Parameter reply: for a client whom the service has answered nothing at all.
    private func pump(from source: Int32, to sink: Int32, whereSilent reply: [UInt8]) async {
        var isSilent = true
        while true {
            let bytes = await reactor.receive(from: source)
            if bytes.isEmpty {
                if isSilent { _ = await reactor.send(reply, to: sink) }
                shutdown(sink, Int32(SHUT_WR))
                return
            }
            isSilent = false
            guard await reactor.send(bytes, to: sink) else {
                shutdown(source, Int32(SHUT_RD))
                return
            }
        }
    }
}
