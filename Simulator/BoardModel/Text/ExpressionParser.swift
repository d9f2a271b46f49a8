/// Recursive descent over the bytes of an expression; products bind before sums.
struct ExpressionParser {
    private let text: String
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private static let deepest = 32

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    mutating func parse() throws(TextError) -> Expression.Node {
        let node = try sum()
        if let byte = peek() { throw .unexpected(String(UnicodeScalar(byte)), in: text) }
        return node
    }

    private mutating func sum() throws(TextError) -> Expression.Node {
        var left = try product()
        while let byte = peek(), byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"),
            let operation = Expression.Operator(rawValue: byte)
        {
            position += 1
            left = .binary(operation, left, try product())
        }
        return left
    }

    private mutating func product() throws(TextError) -> Expression.Node {
        var left = try factor()
        while let byte = peek(), byte == UInt8(ascii: "*") || byte == UInt8(ascii: "/"),
            let operation = Expression.Operator(rawValue: byte)
        {
            position += 1
            left = .binary(operation, left, try factor())
        }
        return left
    }

    private mutating func factor() throws(TextError) -> Expression.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw .tooDeep }
        guard let byte = peek() else { throw .endsEarly(text) }
        switch byte {
        case UInt8(ascii: "-"):
            position += 1
            return .negated(try factor())
        case UInt8(ascii: "("):
            return try parenthesis()
        case UInt8(ascii: "'"):
            return .constant(.text(try quoted()))
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
            let word = self.word(point: true)
            guard let number = Double(word) else { throw .unexpected(word, in: text) }
            return .constant(.number(number))
        default:
            let word = self.word()
            guard !word.isEmpty else { throw .unexpected(String(UnicodeScalar(byte)), in: text) }
            if word == "jitter", peek() == UInt8(ascii: "(") { return .jitter(try parenthesis()) }
            return .name(word)
        }
    }

    private mutating func parenthesis() throws(TextError) -> Expression.Node {
        position += 1
        let inner = try sum()
        guard let close = peek() else { throw .endsEarly(text) }
        guard close == UInt8(ascii: ")") else { throw .unexpected(String(UnicodeScalar(close)), in: text) }
        position += 1
        return inner
    }

    private mutating func quoted() throws(TextError) -> String {
        position += 1
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "'")) else { throw .endsEarly(text) }
        defer { position = end + 1 }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    private mutating func word(point: Bool = false) -> String {
        let start = position
        while position < bytes.count,
            Surroundings.isNameByte(bytes[position]) || (point && bytes[position] == UInt8(ascii: "."))
        {
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// The next byte that is not a blank.
    private mutating func peek() -> UInt8? {
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
        return position < bytes.count ? bytes[position] : nil
    }
}
