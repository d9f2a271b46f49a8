import Glibc
import SerialIO

/// Stream sockets on the reactor; all of it for registered, non-blocking descriptors.
extension Reactor {
    /// The next bytes, at most `limit`; empty at the end of the stream, after an error and when the reactor shuts down.
    func receive(
        from descriptor: Int32, atMost limit: Int = 65_536, until deadline: Instant? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async -> [UInt8] {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
                count = read(descriptor, buffer.baseAddress, limit)
                initialized = max(0, count)
            }
            if count >= 0 { return bytes }
            if errno == EINTR { continue }
            guard errno == EAGAIN else { return [] }
            switch await wait(for: .readable, on: descriptor, until: deadline, isolation: isolation) {
            case .ready, .hungUp: continue
            case .deadline, .interrupted: return []
            }
        }
    }

    /// Sends everything.
    /// - Returns: false where the other side takes no more.
    func send(
        _ bytes: [UInt8], to descriptor: Int32, until deadline: Instant? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(descriptor, buffer.baseAddress! + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
                continue
            }
            if errno == EINTR { continue }
            guard errno == EAGAIN else { return false }
            switch await wait(for: .writable, on: descriptor, until: deadline, isolation: isolation) {
            case .ready, .hungUp: continue
            case .deadline, .interrupted: return false
            }
        }
        return true
    }

    /// Sends what is the last word of this side, and ends the stream behind it.
    ///
    /// What the other side is still sending is taken meanwhile: a connection that is closed over unread bytes is reset, and
    /// the last word with it.
    /// - Parameter limit: for both together.
    func sendLast(
        _ bytes: [UInt8], to descriptor: Int32, within limit: Duration,
        isolation: isolated (any Actor)? = #isolation
    ) async {
        let deadline = Instant.now + limit
        guard await send(bytes, to: descriptor, until: deadline, isolation: isolation) else { return }
        Glibc.shutdown(descriptor, Int32(SHUT_WR))
        while await !receive(from: descriptor, until: deadline, isolation: isolation).isEmpty, .now < deadline {}
    }
}
