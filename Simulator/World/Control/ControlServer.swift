import CLinux
import FoundationEssentials
import Glibc
public import SerialIO

/// The world's control socket: JSON lines in, JSON lines out, any number of callers.
public actor ControlServer {
    /// No request is longer.
    static let longestLine = 65_536

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
        var pending: [UInt8] = []
        while pending.count <= Self.longestLine {
            let bytes = await reactor.receive(from: client, atMost: 4096)
            if bytes.isEmpty { return }
            pending += bytes
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(pending[..<end])
                pending.removeSubrange(...end)
                guard await reactor.send(await reply(to: line), to: client) else { return }
            }
        }
    }

    private func reply(to line: Data) async -> [UInt8] {
        let reply: ControlReply
        do {
            reply = await answer(try ControlRequest(json: line))
        } catch {
            reply = ControlReply(error: "\(error)")
        }
        // A reply is made of strings only, so encoding cannot fail.
        guard let data = try? ControlJSON.encoder.encode(reply) else { return Array("{}\n".utf8) }
        return Array(data) + [UInt8(ascii: "\n")]
    }
}
