/// A channel of an FTDI chip: A to D, interface 0 to 3.
public enum Channel: UInt8, Sendable, Hashable, CaseIterable, Comparable, CustomStringConvertible {
    case a, b, c, d

    /// The channel of a USB interface (`bInterfaceNumber`); nil past D.
    public init?(interface: UInt8) { self.init(rawValue: interface) }
    /// The channel that a file writes as one letter, of either case.
    public init?(letter: String) {
        switch letter {
        case "A", "a": self = .a
        case "B", "b": self = .b
        case "C", "c": self = .c
        case "D", "d": self = .d
        default: return nil
        }
    }
    public var description: String {
        switch self {
        case .a: "A"
        case .b: "B"
        case .c: "C"
        case .d: "D"
        }
    }
    /// 1 to 4, as log file names count.
    public var number: Int { Int(rawValue) + 1 }
    public static func < (left: Channel, right: Channel) -> Bool { left.rawValue < right.rawValue }
}
