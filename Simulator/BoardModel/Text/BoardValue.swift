/// What a variable of a board holds.
public enum BoardValue: Sendable, Hashable, CustomStringConvertible {
    case number(Double)
    case text(String)

    /// As a file or a command line writes it. It stays text, so that `3.30` and `007` are said as they were written;
    /// an expression reads it as a number.
    public init(written text: String) { self = .text(text) }
    /// The number, or the number that the text spells; nil where it spells none.
    public var number: Double? {
        switch self {
        case .number(let number): number
        case .text(let text): Self.number(in: text)
        }
    }
    /// A whole number without a point (`3`), any other in the shortest form that reads back the same (`3.3`).
    public var description: String {
        switch self {
        case .number(let number):
            if let whole = Int64(exactly: number) { String(whole) } else { String(number) }
        case .text(let text): text
        }
    }

    /// Decimal only: `Double` would read `nan`, `inf` and `0x1p3` too.
    private static func number(in text: String) -> Double? {
        guard let first = text.utf8.first, text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
            "0123456789+-.".utf8.contains(first), let number = Double(text), number.isFinite
        else { return nil }
        return number
    }
}
