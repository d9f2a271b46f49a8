import CLinux
import Glibc
import SerialIO

/// One connection to a published port: what is for the panel is answered here, the rest goes to the service.
///
/// Who sends request after request without waiting gets the answers in that order (RFC 9112, 9.3.2).
actor PublishedConnection {
    /// How long it waits for a service that is still starting.
    private static let starting = Duration.seconds(5)
    /// How long a client that was turned away may go on sending, and one that has ended its stream is waited for.
    private static let lingering = Duration.seconds(2)
    /// How soon it is seen that a client is gone from whom nothing is read meanwhile.
    private static let glance = Duration.milliseconds(250)

    /// POLLRDHUP, which is not imported.
    private static let streamEnd: Int16 = 0x2000

    private let client: Int32
    private let service: String
    private let reactor: Reactor
    private let panel: BenchPanel?
    private let patience: Duration
    /// The service's end; -1 until something is for it: the panel needs none.
    private var server: Int32 = -1
    private var answers = AnswerCounter()
    /// The service says no more on this connection.
    private var isOver = false
    /// A piece of an answer is on its way to the client.
    private var isSpeaking = false
    /// Fires when the service has said more, or is over.
    private var news = WaitToken()
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - client: registered with the reactor, which stays the caller's to end.
    ///   - service: the path of the service's socket.
    ///   - panel: answers for all below `/bench`; nil where there is none.
    ///   - patience: how long a request for the panel waits for the service's answers to those before it.
    init(client: Int32, service: String, reactor: Reactor, panel: BenchPanel?, patience: Duration) {
        self.client = client
        self.service = service
        self.reactor = reactor
        self.panel = panel
        self.patience = patience
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
        let isHead = request.method == "HEAD"
        guard await isNextInTurn(isHead: isHead), let reply = await panel?.reply(to: request) else { return false }
        guard request.isLast else { return await reactor.send(reply.bytes(isHead: isHead), to: client) }
        await turnAway(with: reply.closing.bytes(isHead: isHead))
        return false
    }

    private func refuse(with reply: PanelReply) async -> Bool {
        if await isNextInTurn(isHead: false) { await turnAway(with: reply.bytes(isHead: false)) }
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

    /// Waits until the service has answered all that came before; whom that takes too long is told so.
    /// - Parameter isHead: whether the request that waits is one for a head.
    /// - Returns: false where it has not, or nobody is there any more to be answered.
    private func isNextInTurn(isHead: Bool) async -> Bool {
        var deadline = ContinuousClock.now + patience
        var hasEnded = false
        while !answers.isQuiet, !isOver {
            let now = ContinuousClock.now
            switch clientStanding() {
            case .gone: return false
            case .ended where !hasEnded:
                // It may be there still, only to listen.
                hasEnded = true
                deadline = min(deadline, now + Self.lingering)
            case .ended, .there: break
            }
            guard now < deadline else {
                await tellOfLateness(isHead: isHead)
                return false
            }
            news = WaitToken()
            let token = news
            let wakeup = await reactor.sleep(until: min(deadline, now + Self.glance), token: token)
            // Else the reactor ends.
            guard wakeup != .interrupted || token.isInterrupted else { return false }
        }
        return !isOver
    }

    /// In the midst of an answer nothing is said: it would be taken for a part of that. One that is cut off is seen to be.
    private func tellOfLateness(isHead: Bool) async {
        guard !isSpeaking, answers.isBetweenAnswers else { return }
        // From now on the service's word comes too late.
        isOver = true
        await turnAway(with: PanelReply.late.bytes(isHead: isHead))
    }

    private enum ClientStanding { case there, ended, gone }

    /// What has become of the client, whatever there may be to be read from it.
    private func clientStanding() -> ClientStanding {
        var state = pollfd(fd: client, events: Self.streamEnd, revents: 0)
        guard poll(&state, 1, 0) > 0 else { return .there }
        return state.revents & Int16(POLLHUP | POLLERR) != 0 ? .gone : .ended
    }

    /// Connects to the service, which may be about to start; -1 when it does not.
    private func connect() async -> Int32 {
        let deadline = ContinuousClock.now + Self.starting
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
            if isOver { return }
            if bytes.isEmpty {
                if isSilent { _ = await reactor.send(reply, to: client) }
                shutdown(client, Int32(SHUT_WR))
                return
            }
            isSilent = false
            isSpeaking = true
            guard await reactor.send(bytes, to: client) else {
                shutdown(server, Int32(SHUT_RD))
                return
            }
            isSpeaking = false
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
