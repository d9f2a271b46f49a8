/// What a `<command>` asks to be sent.
///
/// The original sends `\r\n` as these four characters and adds nothing (D4); here escapes are read as what they stand for, and
/// an end of line is taken off to become the port's.
struct CommandText {
    /// Without its end of line.
    var body: String
    /// nil where the text states none.
    var ending: Ending?
    /// Escapes other than the end of line that were read as what they stand for.
    var hasInnerEscapes = false
    /// Backslashes that stand for themselves.
    var hasStrayBackslash = false
    /// Whether the end of line was written as an escape, which the original sends as it is.
    var isEndingEscaped = false

    enum Ending: String, Hashable {
        case cr, lf, crlf
        var text: String {
            switch self {
            case .cr: "\r"
            case .lf: "\n"
            case .crlf: "\r\n"
            }
        }
    }

    init(_ raw: String) {
        var scalars = Self.withoutLayout(Array(raw.unicodeScalars))[...]
        var written: [(scalar: Unicode.Scalar, isEscape: Bool)] = []
        while let scalar = scalars.popFirst() {
            guard scalar == "\\" else {
                written.append((scalar, false))
                continue
            }
            guard let (read, length) = Self.escape(scalars) else {
                written.append((scalar, false))
                hasStrayBackslash = true
                continue
            }
            scalars = scalars.dropFirst(length)
            written.append((read, true))
        }
        let last = written.last, before = written.dropLast().last
        switch (before?.scalar, last?.scalar) {
        case ("\r", "\n"): ending = .crlf
        case (_, "\r"): ending = .cr
        case (_, "\n"): ending = .lf
        default: ending = nil
        }
        let tail = ending == .crlf ? 2 : ending == nil ? 0 : 1
        isEndingEscaped = written.suffix(tail).contains { $0.isEscape }
        hasInnerEscapes = written.dropLast(tail).contains { $0.isEscape }
        body = String(String.UnicodeScalarView(written.dropLast(tail).map(\.scalar)))
    }

    /// Takes off blanks around the text where a line break shows that they only lay it out. A CR can only come from
    /// `&#13;`, so it is meant.
    private static func withoutLayout(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let isBlank = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\t" || scalar == "\n" }
        var text = scalars[...]
        if text.prefix(while: isBlank).contains("\n") { text = text.drop(while: isBlank) }
        let tail = text.reversed().prefix(while: isBlank)
        let isMeant = tail.count == 1 && text.dropLast().last == "\r"
        if tail.contains("\n"), !isMeant { text = text.dropLast(tail.count) }
        return Array(text)
    }

    /// What an escape stands for, and how many scalars it has behind its backslash.
    private static func escape(_ rest: ArraySlice<Unicode.Scalar>) -> (Unicode.Scalar, Int)? {
        let simple: [Unicode.Scalar: Unicode.Scalar] = [
            "r": "\r", "n": "\n", "t": "\t", "0": "\0", "a": "\u{7}", "b": "\u{8}", "e": "\u{1B}", "\\": "\\",
        ]
        guard let first = rest.first else { return nil }
        if let scalar = simple[first] { return (scalar, 1) }
        guard first == "x", rest.count >= 3,
            let value = UInt8(String(String.UnicodeScalarView(rest.dropFirst().prefix(2))), radix: 16), value < 0x80
        else { return nil }
        return (Unicode.Scalar(value), 3)
    }
}
