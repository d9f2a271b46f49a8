import CLinux
import FoundationEssentials
import Glibc
public import SerialIO

/// The world's control socket: JSON lines in, JSON lines out, any number of callers.
public actor ControlServer {
    /// How long a caller whose request was too long may go on sending it.
    private static let lingering = Duration.seconds(2)

    private let listener: Int32
    private let reactor: Reactor
    private let answer: @Sendable (ControlRequest) async -> ControlReply
    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// Listens at a path that must not exist yet.
    public init(
        path: String, reactor: Reactor, answer: @escaping @Sendable (ControlRequest) async -> ControlReply
    ) throws(WorldError) {
        listener = clinux_listen_path(path)
        self.reactor = reactor
        self.answer = answer
        guard listener >= 0 else {
            let hint = errno == ENAMETOOLONG ? " (a socket's path has 107 bytes at most: choose a shorter --name)" : ""
            throw .path(path, reason: SystemCall.reason() + hint)
        }
    }

    deinit { close(listener) }

    /// Serves until the reactor shuts down.
    public func run() async throws(ReactorError) {
        try reactor.register(listener)
        await withDiscardingTaskGroup { group in
            while true {
                let client = clinux_accept(listener)
                if client >= 0 {
                    group.addTask { await self.serve(client) }
                } else if errno != EINTR, errno != ECONNABORTED,
                    await reactor.wait(for: .readable, on: listener, until: nil) == .interrupted
                {
                    return
                }
            }
        }
        reactor.deregister(listener)
    }

    private func serve(_ client: Int32) async {
        defer { close(client) }
        guard (try? reactor.register(client)) != nil else { return }
        defer { reactor.deregister(client) }
        var lines = RequestLines()
        while true {
            let bytes = await reactor.receive(from: client, atMost: 4096)
            lines.take(bytes)
            while let line = lines.next() {
                switch line {
                case .request(let line):
                    guard await reactor.send(Self.bytes(of: await reply(to: Data(line))), to: client) else { return }
                case .tooLong:
                    let limit = "a request has \(RequestLines.longest) bytes at most, and this one has more"
                    return await reactor.sendLast(
                        Self.bytes(of: ControlReply(error: limit)), to: client, within: Self.lingering)
                }
            }
            if bytes.isEmpty { return }
        }
    }

    private func reply(to line: Data) async -> ControlReply {
        do { return await answer(try ControlRequest(json: line)) } catch { return ControlReply(error: "\(error)") }
    }

    private static func bytes(of reply: ControlReply) -> [UInt8] {
        // A reply is made of strings only, so encoding cannot fail.
        guard let data = try? ControlJSON.encoder.encode(reply) else { return Array("{}\n".utf8) }
        return Array(data) + [UInt8(ascii: "\n")]
    }
}
