import CLinux
@preconcurrency import Dispatch
import Foundation
import Locking
import Support

/// The lines that come from a Unix socket, for one reader.
final class LineSocket: Sendable {
    fileprivate struct State {
        var rest: [UInt8] = []
        var lines: [String] = []
        var hasEnded = false
        var waiter: CheckedContinuation<Void, Never>?
    }
    /// Apart from the socket, as its event handler must not keep that.
    private final class Inbox: Sendable {
        let state = Lock(State())
    }
    private let inbox = Inbox()
    private let socket: Int32
    private let source: any DispatchSourceRead

    /// Connects as soon as somebody listens at `path`.
    init(path: String) async throws {
        socket = try await eventually("\(path) is answered") { () -> Int32? in
            let socket = clinux_connect_path(path, 1)
            return socket >= 0 ? socket : nil
        }
        let source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: DispatchQueue(label: path))
        self.source = source
        source.setEventHandler { [socket, inbox, source] in
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = read(socket, &bytes, bytes.count)
            if count < 0, errno == EAGAIN || errno == EINTR { return }
            // An ended stream is readable for ever.
            if count <= 0 { source.cancel() }
            let waiter = inbox.state.withLock { $0.take(bytes.prefix(max(0, count))) }
            waiter?.resume()
        }
        source.setCancelHandler { [socket] in close(socket) }
        source.resume()
    }

    deinit { source.cancel() }

    func send(_ line: String) throws {
        let bytes = Array((line + "\n").utf8)
        // These are a few bytes to somebody who reads.
        guard write(socket, bytes, bytes.count) == bytes.count else {
            throw NotInTime(description: "nobody takes '\(line)': \(String(cString: strerror(errno)))")
        }
    }

    /// The next line; throws at the end, and where the task is cancelled.
    func next() async throws -> String {
        while true {
            try Task.checkCancellation()
            if let line = try inbox.state.withLock({ try $0.takeLine() }) { return line }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isThere = inbox.state.withLock { state in
                        guard state.lines.isEmpty, !state.hasEnded, !Task.isCancelled else { return true }
                        state.waiter = continuation
                        return false
                    }
                    if isThere { continuation.resume() }
                }
            } onCancel: {
                inbox.state.withLock { $0.takeWaiter() }?.resume()
            }
        }
    }
}

extension LineSocket.State {
    fileprivate mutating func take(_ bytes: ArraySlice<UInt8>) -> CheckedContinuation<Void, Never>? {
        if bytes.isEmpty { hasEnded = true }
        rest += bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(String(decoding: rest[..<end], as: UTF8.self))
            rest.removeSubrange(...end)
        }
        return lines.isEmpty && !hasEnded ? nil : takeWaiter()
    }

    fileprivate mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
        defer { waiter = nil }
        return waiter
    }

    fileprivate mutating func takeLine() throws -> String? {
        if !lines.isEmpty { return lines.removeFirst() }
        if hasEnded { throw NotInTime(description: "the virtual machine has gone") }
        return nil
    }
}
