/// What a chip may have to say against a byte that it received.
public enum LineError: String, Sendable, Hashable, CaseIterable {
    /// No stop bit: the byte arrives as another.
    case framing
    /// A bit has flipped. The chip can tell only on a line with parity.
    case parity
    /// A byte before it came while there was no room, and is lost.
    case overrun
    /// The line was held down for longer than a byte: it reads as NUL.
    case `break`

    /// In the second status byte.
    var bits: UInt8 {
        switch self {
        case .overrun: 0x02
        case .parity: 0x04
        case .framing: 0x08
        // A break has no stop bit either.
        case .break: 0x18
        }
    }
}
