internal import StrictYAML

/// What goes wrong with the chip between a board and its host. Only a transport that has a chip can show it.
public enum ChipFault: String, Sendable, Hashable, CaseIterable {
    /// A byte's stop bit is missing.
    case framing
    /// A byte's parity is wrong.
    case parity
    /// The chip's buffer overflows.
    case overrun
    /// The line is held low.
    case lineBreak = "break"
    /// The chip takes no request any more.
    case wedgedAdapter = "wedged_adapter"

    static let readers: [String: FaultKind.Reader] = Dictionary(
        uniqueKeysWithValues: allCases.map { fault in (fault.rawValue, { @Sendable _, _ in .chip(fault) }) })
}
