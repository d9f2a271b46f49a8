import CLinux
import Glibc
import SerialIO

/// One connection to a published port: what is for the panel is answered here, the rest goes to the service.
///
/// Who sends request after request without waiting gets the answers in that order (RFC 9112, 9.3.2).
actor PublishedConnection {
    /// How long it waits for a service that is still starting.
    private static let patience = Duration.seconds(5)
    /// How long a client that was turned away may go on sending.
    private static let lingering = Duration.seconds(2)

    private let client: Int32
    private let service: String
    private let reactor: Reactor
    private let panel: BenchPanel?
    /// The service's end; -1 until something is for it: the panel needs none.
    private var server: Int32 = -1
    private var answers = AnswerCounter()
    /// The service says no more on this connection.
    private var isOver = false
    /// Fires when the service has said more, or is over.
    private var news = WaitToken()
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - client: registered with the reactor, which stays the caller's to end.
    ///   - service: the path of the service's socket.
    ///   - panel: answers for all below `/bench`; nil where there is none.
    init(client: Int32, service: String, reactor: Reactor, panel: BenchPanel?) {
        self.client = client
        self.service = service
        self.reactor = reactor
        self.panel = panel
    }

    /// Carries what the client sends to whom it belongs, and the answers back, until both have ended.
    func run() async {
        await withDiscardingTaskGroup { group in
            var scanner = RequestScanner()
            while true {
                let bytes = await reactor.receive(from: client)
                if bytes.isEmpty { break }
                for step in panel == nil ? [.forward(bytes)] : scanner.take(bytes) {
                    let goesOn =
                        switch step {
                        case .panel(let request): await answer(request)
                        case .refuse(let reply): await refuse(with: reply)
                        case .request(let method, let head):
                            await forward(head, of: method, &group)
                        case .forward(let bytes): await forward(bytes, &group)
                        }
                    guard goesOn else { return end() }
                }
            }
            // An end of the stream is passed on as one, so that the other direction may go on.
            if server >= 0 { shutdown(server, Int32(SHUT_WR)) }
        }
        guard server >= 0 else { return }
        reactor.deregister(server)
        close(server)
    }

    // Each of these says whether the conversation goes on.

    private func answer(_ request: PanelRequest) async -> Bool {
        guard await isNextInTurn(), let reply = await panel?.reply(to: request),
            await reactor.send(reply.bytes(isHead: request.method == "HEAD"), to: client)
        else { return false }
        return request.headers["connection"]?.lowercased() != "close"
    }

    private func refuse(with reply: PanelReply) async -> Bool {
        if await isNextInTurn() { await turnAway(with: reply.bytes(isHead: false)) }
        return false
    }

    /// - Parameter method: of the request that begins with these bytes.
    private func forward(_ bytes: [UInt8], of method: String? = nil, _ group: inout DiscardingTaskGroup) async -> Bool {
        if server < 0 {
            server = await connect()
            guard server >= 0, (try? reactor.register(server)) != nil else {
                await turnAway(with: Self.reply(.noService(at: service), to: bytes))
                return false
            }
            group.addTask { await self.pump(whereSilent: Self.reply(.noAnswer, to: bytes)) }
        }
        if let method { answers.asked(method) }
        return await reactor.send(bytes, to: server)
    }

    /// Waits until the service has answered all that came before.
    /// - Returns: false where it has ended without.
    private func isNextInTurn() async -> Bool {
        while !answers.isQuiet, !isOver {
            news = WaitToken()
            let token = news
            // Else the reactor ends.
            guard await reactor.sleep(until: nil, token: token) == .interrupted, token.isInterrupted else {
                return false
            }
        }
        return !isOver
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

    /// Carries the service's answers to their end; an error ends both directions.
    /// - Parameter reply: for a client whom the service has answered nothing at all.
    private func pump(whereSilent reply: [UInt8]) async {
        defer {
            isOver = true
            reactor.interrupt(news)
        }
        var isSilent = true
        while true {
            let bytes = await reactor.receive(from: server)
            if bytes.isEmpty {
                if isSilent { _ = await reactor.send(reply, to: client) }
                shutdown(client, Int32(SHUT_WR))
                return
            }
            isSilent = false
            guard await reactor.send(bytes, to: client) else {
                shutdown(server, Int32(SHUT_RD))
                return
            }
            answers.said(bytes)
            reactor.interrupt(news)
        }
    }

    /// A reply in the service's place, for those who have begun with a request of HTTP; nothing for others.
    private static func reply(_ reply: PanelReply, to beginning: [UInt8]) -> [UInt8] {
        let line = beginning.prefix { $0 != UInt8(ascii: "\n") }
        return PanelRequest.isRequestLine(line) ? reply.bytes(isHead: line.starts(with: "HEAD ".utf8)) : []
    }

    /// Answers in the service's place.
    private func turnAway(with reply: [UInt8]) async {
        guard !reply.isEmpty else { return }
        await reactor.sendLast(reply, to: client, within: Self.lingering)
    }

    /// Ends both directions.
    private func end() {
        shutdown(client, Int32(SHUT_RDWR))
        if server >= 0 { shutdown(server, Int32(SHUT_RDWR)) }
    }
}
