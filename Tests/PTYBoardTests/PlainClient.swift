import Glibc

/// A program that knows nothing of the simulator: it opens a tty with termios and waits with poll.
final class PlainClient: Sendable {
    let fd: Int32

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter heedsXOFF: whether its tty sends no more from an XOFF that comes until an XON.
    init(_ path: String, speed: speed_t = speed_t(B115200), heedsXOFF: Bool = false) throws {
        fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard fd >= 0 else { throw Failure(description: "open \(path): errno \(errno)") }
        var settings = termios()
        tcgetattr(fd, &settings)
        cfmakeraw(&settings)
        if heedsXOFF { settings.c_iflag |= tcflag_t(IXON) }
        cfsetspeed(&settings, speed)
        tcsetattr(fd, TCSANOW, &settings)
    }
    deinit { close(fd) }

    func send(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(fd, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var room = pollfd(fd: fd, events: Int16(POLLOUT), revents: 0)
                poll(&room, 1, 10_000)
            } else {
                throw Failure(description: "write: errno \(errno)")
            }
        }
    }

    enum Ending: Equatable { case enough, hungUp, silence }

    /// Reads until the text ends so, the line hangs up, or nothing came for a while.
    func read(until end: String?, patience: Int32 = 10_000) -> (text: String, ending: Ending) {
        var bytes: [UInt8] = []
        while true {
            if let end, bytes.suffix(end.utf8.count).elementsEqual(end.utf8) {
                return (String(decoding: bytes, as: UTF8.self), .enough)
            }
            var ready = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, patience) > 0 else { return (String(decoding: bytes, as: UTF8.self), .silence) }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = Glibc.read(fd, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer.prefix(count)
            } else if count == 0 || errno == EIO {
                return (String(decoding: bytes, as: UTF8.self), .hungUp)
            }
        }
    }

    func ask(_ line: String, patience: Int32 = 10_000) throws -> String {
        try send(line + "\r\n")
        return read(until: "\r\n", patience: patience).text
    }

    /// Whether further openings of the port are refused (TIOCEXCL).
    var isExclusive: Bool {
        let getExclusive: UInt = 0x8004_5440  // TIOCGEXCL, a macro that Swift does not import
        var exclusive: Int32 = 0
        return ioctl(fd, getExclusive, &exclusive) == 0 && exclusive != 0
    }
}
