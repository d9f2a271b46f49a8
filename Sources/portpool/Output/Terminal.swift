import Foundation
import RigModel

/// Standard output and standard error, written at once and whole.
enum Terminal {
    /// Whether colours are wanted: a terminal, and no NO_COLOR (no-color.org).
    static let isColoured = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

    static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }
    static func error(_ text: String) { write("portpool: \(text)\n", to: STDERR_FILENO) }
    static func printBytes(_ bytes: some Sequence<UInt8>) { write(Array(bytes), to: STDOUT_FILENO) }

    /// Text of one line from outside, without any character that a terminal would obey.
    static func visible(_ text: String) -> String { VisibleBytes.text(text.utf8, escapesBackslash: false) }

    private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return  // a reader that has gone (`| head`) wants no more
            }
        }
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
