/// A word of an expression.
struct Token: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case number(Double)
        case text(String)
        /// A word or words with dots between them.
        case word(String)
        /// A name whose step was written in backticks.
        case name(Expression.Name)
        case symbol(String)
        case end
    }
    let kind: Kind
    let range: Range<Int>
}

/// Cuts an expression into words.
struct Tokenizer {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func all() throws(ExpressionError) -> [Token] {
        var tokens: [Token] = []
        while true {
            while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
            let start = position
            let kind = try next()
            tokens.append(Token(kind: kind, range: start..<position))
            if kind == .end { return tokens }
        }
    }

    private mutating func next() throws(ExpressionError) -> Token.Kind {
        guard position < bytes.count else { return .end }
        switch bytes[position] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): return try number()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try quoted())
        case UInt8(ascii: "`"): return try quotedName()
        case let byte where Self.isWordByte(byte): return .word(dottedWord())
        default: return .symbol(try symbol())
        }
    }

    private mutating func number() throws(ExpressionError) -> Token.Kind {
        let start = position
        var last: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            guard Self.isWordByte(byte) || byte == UInt8(ascii: ".") || (isSign && last | 0x20 == UInt8(ascii: "e"))
            else { break }
            last = byte
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let number = Double(captured: text) else {
            throw ExpressionError(
                message: "'\(text)' is no number; a step whose id begins with a digit is written in backticks: `3v3`.v",
                offset: start)
        }
        return .number(number)
    }

    private mutating func quoted() throws(ExpressionError) -> String {
        let start = position
        let quote = bytes[start]
        guard let end = bytes[(start + 1)...].firstIndex(of: quote) else {
            throw ExpressionError(
                message: "the quote \(Character(UnicodeScalar(quote))) is not closed", offset: start)
        }
        position = end + 1
        return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    }

    private mutating func quotedName() throws(ExpressionError) -> Token.Kind {
        let start = position
        let step = try quoted()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "."), !step.isEmpty else {
            throw ExpressionError(message: "a step in backticks is followed by a capture: `rail-3v3`.v", offset: start)
        }
        position += 1
        let capture = word()
        guard !capture.isEmpty else {
            throw ExpressionError(message: "a capture is missing behind `\(step)`.", offset: start)
        }
        return .name(Expression.Name(step: step, capture: capture))
    }

    private mutating func dottedWord() -> String {
        var text = word()
        while position + 1 < bytes.count, bytes[position] == UInt8(ascii: "."), Self.isWordByte(bytes[position + 1]) {
            position += 1
            text += "." + word()
        }
        return text
    }

    private mutating func word() -> String {
        let start = position
        while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func symbol() throws(ExpressionError) -> String {
        let rest = bytes[position...]
        for symbol in ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "(", ")", ",", "!"]
        where rest.starts(with: symbol.utf8) {
            position += symbol.utf8.count
            return symbol
        }
        let found = String(decoding: rest.prefix(8), as: UTF8.self).prefix(1)
        let hint = ["=": "; compare with ==", "&": "; write and", "|": "; write or"][String(found)] ?? ""
        throw ExpressionError(message: "unexpected '\(found)'\(hint)", offset: position)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
