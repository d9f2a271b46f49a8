internal import Glibc
internal import SerialIO
internal import USBLink

/// A chip's connection to the machine that it is plugged into.
final class ChipLink {
    private let socket: Descriptor
    var session: any USBSession
    private var outgoing: [UInt8]
    private static let most = 65_536

    /// - Parameter socket: connected, and not blocking.
    init(_ socket: consuming Descriptor, _ session: any USBSession) {
        self.socket = socket
        self.session = session
        outgoing = self.session.greeting()
    }

    var raw: Int32 { socket.raw }
    var hasOutgoing: Bool { !outgoing.isEmpty }

    func send(_ bytes: [UInt8]) { outgoing += bytes }

    /// Sends as much as the other side takes now.
    /// - Returns: false where it is gone.
    func flush() -> Bool {
        while !outgoing.isEmpty {
            let count = outgoing.withUnsafeBytes { Glibc.send(raw, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count >= 0 {
                outgoing.removeFirst(count)
            } else if errno == EAGAIN {
                return true
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// The next bytes; empty where there are none now, nil where the other side is gone.
    func receive() -> [UInt8]? {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.most) { buffer, initialized in
                count = read(raw, buffer.baseAddress, buffer.count)
                initialized = max(0, count)
            }
            if count > 0 { return bytes }
            if count == 0 { return nil }
            if errno == EAGAIN { return [] }
            if errno != EINTR { return nil }
        }
    }
}
