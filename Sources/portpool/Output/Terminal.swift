import Foundation
import RigModel
import Synchronization

/// Standard output and standard error, written at once and whole.
enum Terminal {
    /// Whether colours are wanted: a terminal that has them, and no NO_COLOR (no-color.org).
    static let isColoured = isatty(STDOUT_FILENO) == 1 && wantsColours(ProcessInfo.processInfo.environment)

    static func wantsColours(_ environment: [String: String]) -> Bool {
        environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
    }

    /// Whether something did not get out. It has been said on standard error, and nothing more is written: a hole in the
    /// midst would go unseen.
    static var hasLost: Bool { isCut.load(ordering: .relaxed) }
    private static let isCut = Atomic(false)

    static func print(_ text: String) { put(Array("\(text)\n".utf8)) }
    static func printBytes(_ bytes: some Sequence<UInt8>) { put(Array(bytes)) }
    static func error(_ text: String) { _ = write(Array("portpool: \(text)\n".utf8), to: STDERR_FILENO) }

    /// Text of one line from outside, without any character that a terminal would obey.
    static func visible(_ text: String) -> String { VisibleBytes.text(text.utf8, escapesBackslash: false) }

    private static func put(_ bytes: [UInt8]) {
        // A reader that has gone (`| head`) wants no more: nothing is lost.
        guard !hasLost, let code = write(bytes, to: STDOUT_FILENO), code != EPIPE else { return }
        guard !isCut.exchange(true, ordering: .relaxed) else { return }
        error("cannot write standard output: \(String(cString: strerror(code)))")
    }

    /// - Returns: the errno that ended it; nil where all is written.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Whoever shares the pipe has made it non-blocking.
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&room, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }

    static func coloured(_ verdict: Verdict, width: Int = 0) -> String {
        let text = verdict.rawValue.padded(to: width)
        guard isColoured else { return text }
        let code =
            switch verdict {
            case .pass: "32"
            case .warn: "33"
            case .fail, .timeout: "31"
            case .critical: "1;37;41"
            case .error: "35"
            case .aborted, .interrupted: "36"
            }
        return "\u{1b}[\(code)m\(text)\u{1b}[0m"
    }
}

extension String {
    /// With spaces behind, up to `width` characters.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
