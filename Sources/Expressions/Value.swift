/// What an expression comes to.
public enum Value: Sendable, Hashable, CustomStringConvertible {
    case number(Double)
    case text(String)
    case boolean(Bool)

    /// As an expression would write it, numbers without the dust of binary fractions.
    public var description: String {
        switch self {
        case .number(let number): Self.plain(number)
        case .text(let text): "'\(text)'"
        case .boolean(let boolean): boolean ? "true" : "false"
        }
    }

    private static func plain(_ number: Double) -> String {
        let isEven = number.magnitude < 1e6 && number.magnitude >= 1e-3
        let text = "\(isEven ? (number * 1e9).rounded() / 1e9 : number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// What is known of a value before it is there.
public enum ValueType: Sendable, Hashable, CustomStringConvertible {
    case number, text, boolean
    /// A capture: text, which may be that of a number.
    case captured

    public var description: String {
        switch self {
        case .number: "a number"
        case .text: "a text"
        case .boolean: "true or false"
        case .captured: "a captured text"
        }
    }
}

extension Double {
    /// A number as units write it: decimal, finite; no hexadecimal, no `inf`.
    init?(captured text: String) {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard isPlain, let number = Double(text), number.isFinite else { return nil }
        self = number
    }
}
