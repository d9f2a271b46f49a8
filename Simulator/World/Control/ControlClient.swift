import CLinux
import FoundationEssentials
import Glibc

/// Asks a running world, from the host or from inside; blocks its thread.
public struct ControlClient: Sendable {
    /// A world that says nothing for so long is not going to.
    static let patience = 30

    public let folder: WorldFolder
    public init(_ folder: WorldFolder) { self.folder = folder }

    /// Sends a request and waits for its reply.
    /// - Throws: `noWorld` where nobody listens; with the world's own words `bench` where it refused a script, and
    ///   `request` where it refused anything else.
    public func ask(_ request: ControlRequest) throws(WorldError) -> ControlReply {
        let descriptor = clinux_connect_path(folder.controlSocket, 0)
        guard descriptor >= 0 else {
            let isAbsent = errno == ENOENT || errno == ECONNREFUSED
            throw isAbsent ? noWorld : .path(folder.controlSocket, reason: SystemCall.reason())
        }
        defer { close(descriptor) }
        // Where it waits for a time of its own, its end alone ends ours.
        var limit = timeval(tv_sec: request.after == nil ? Self.patience : 0, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let reply: ControlReply
        do {
            let line = Array(try ControlJSON.encoder.encode(request)) + [UInt8(ascii: "\n")]
            guard Glibc.send(descriptor, line, line.count, Int32(MSG_NOSIGNAL)) == line.count else {
                throw noWorld
            }
            reply = try JSONDecoder().decode(ControlReply.self, from: Data(Self.line(from: descriptor)))
        } catch {
            throw .path(folder.controlSocket, reason: "the world went away before it answered")
        }
        if let error = reply.error { throw reply.isOfScript == true ? .bench(error) : .request(error) }
        return reply
    }

    private var noWorld: WorldError {
        .noWorld(folder.name, running: folder.runningBeside.map(\.name))
    }

    private static func line(from descriptor: Int32) -> [UInt8] {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return line }
            line += buffer[..<count]
            if line.last == UInt8(ascii: "\n") { return line }
        }
    }
}
