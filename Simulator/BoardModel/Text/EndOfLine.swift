/// How a channel ends its lines, and how it expects the rig to.
public enum EndOfLine: String, Sendable, Hashable, CaseIterable {
    case crlf, lf, cr
    /// Takes CR, LF or CRLF, and answers with CRLF: a board for people at a terminal.
    case any
    /// None: bytes are no lines, and rules are tried after each of them.
    case raw = "none"

    /// What the board puts behind its own lines.
    public var bytes: [UInt8] {
        switch self {
        case .crlf, .any: [0x0D, 0x0A]
        case .lf: [0x0A]
        case .cr: [0x0D]
        case .raw: []
        }
    }
}
