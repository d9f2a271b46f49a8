/// Recursive descent over the words of an expression; types are checked on the way.
struct ExpressionParser {
    private let bytes: [UInt8]
    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    private(set) var names: [Expression.Name] = []

    init(_ source: String) throws(ExpressionError) {
        bytes = Array(source.utf8)
        guard bytes.count <= Expression.longest else {
            throw ExpressionError(
                message: "an expression has at most \(Expression.longest) bytes, this one \(bytes.count)",
                offset: Expression.longest)
        }
        var tokenizer = Tokenizer(bytes)
        tokens = try tokenizer.all()
    }

    mutating func parse() throws(ExpressionError) -> Node {
        let node = try disjunction()
        guard token.kind == .end else { throw unexpected() }
        return node
    }

    // MARK: Levels of binding, the loosest first

    private mutating func disjunction() throws(ExpressionError) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Expression.deepest else {
            throw ExpressionError(
                message: "nested deeper than \(Expression.deepest) levels", offset: token.range.lowerBound)
        }
        var left = try conjunction()
        while takeWord("or") || take("||") {
            let right = try conjunction()
            left = node(
                .either(try boolean(left), try boolean(right)), .boolean, from: left.offset)
        }
        return left
    }

    private mutating func conjunction() throws(ExpressionError) -> Node {
        var left = try negation()
        while takeWord("and") || take("&&") {
            let right = try negation()
            left = node(.both(try boolean(left), try boolean(right)), .boolean, from: left.offset)
        }
        return left
    }

    private mutating func negation() throws(ExpressionError) -> Node {
        let start = token.range.lowerBound
        var count = 0
        while takeWord("not") { count += 1 }
        let inner = try comparison()
        // An even number of them still wants true or false.
        guard count > 0 else { return inner }
        return count % 2 == 1 ? node(.not(try boolean(inner)), .boolean, from: start) : try boolean(inner)
    }

    private mutating func comparison() throws(ExpressionError) -> Node {
        let left = try sum()
        guard let operation = takeAny(of: Comparison.self) else { return left }
        let right = try sum()
        try check(operation, left, right)
        let whole = node(.comparison(operation, left, right), .boolean, from: left.offset)
        let next = token.range.lowerBound
        if takeAny(of: Comparison.self) != nil {
            throw ExpressionError(message: "compare two at a time: a < b and b < c", offset: next)
        }
        return whole
    }

    private mutating func sum() throws(ExpressionError) -> Node {
        var left = try product()
        while let operation = takeAny(of: Arithmetic.self, where: { !$0.bindsFirst }) {
            let right = try product()
            left = node(.arithmetic(operation, try number(left), try number(right)), .number, from: left.offset)
        }
        return left
    }

    private mutating func product() throws(ExpressionError) -> Node {
        var left = try signed()
        while let operation = takeAny(of: Arithmetic.self, where: \.bindsFirst) {
            let right = try signed()
            left = node(.arithmetic(operation, try number(left), try number(right)), .number, from: left.offset)
        }
        return left
    }

    private mutating func signed() throws(ExpressionError) -> Node {
        let start = token.range.lowerBound
        depth += 1
        defer { depth -= 1 }
        guard depth <= Expression.deepest else {
            throw ExpressionError(message: "nested deeper than \(Expression.deepest) levels", offset: start)
        }
        if take("-") { return node(.negated(try number(try signed())), .number, from: start) }
        if take("+") { return try number(try signed()) }
        if take("!") { return node(.not(try boolean(try signed())), .boolean, from: start) }
        return try primary()
    }

    private mutating func primary() throws(ExpressionError) -> Node {
        let first = token
        let start = first.range.lowerBound
        index += 1
        switch first.kind {
        case .number(let number): return node(.constant(.number(number)), .number, from: start)
        case .text(let text): return node(.constant(.text(text)), .text, from: start)
        case .name(let name): return named(name, from: start)
        case .word("true"): return node(.constant(.boolean(true)), .boolean, from: start)
        case .word("false"): return node(.constant(.boolean(false)), .boolean, from: start)
        case .word(let word) where !["and", "or", "not"].contains(word):
            if token.kind == .symbol("(") { return try call(word, from: start) }
            guard let dot = word.lastIndex(of: ".") else {
                return named(Expression.Name(step: nil, capture: word), from: start)
            }
            let capture = String(word[word.index(after: dot)...])
            return named(Expression.Name(step: String(word[..<dot]), capture: capture), from: start)
        case .symbol("("):
            let inner = try disjunction()
            guard take(")") else { throw unexpected(wanted: "')'") }
            return node(inner.kind, inner.type, from: start)
        case .word, .symbol, .end:
            index -= 1
            throw unexpected()
        }
    }

    private mutating func call(_ word: String, from start: Int) throws(ExpressionError) -> Node {
        guard let function = Function(rawValue: word) else {
            let known = Function.allCases.map(\.rawValue).joined(separator: ", ")
            throw ExpressionError(message: "no function is called '\(word)'; known: \(known)", offset: start)
        }
        index += 1
        var arguments: [Node] = []
        if !take(")") {
            repeat { arguments.append(try disjunction()) } while take(",")
            guard take(")") else { throw unexpected(wanted: "',' or ')'") }
        }
        guard function.arity.contains(arguments.count) else {
            let most = function.arity.upperBound, least = function.arity.lowerBound
            let wanted = least == most ? "\(least)" : "\(least) to \(most)"
            throw ExpressionError(message: "\(word) takes \(wanted) values, not \(arguments.count)", offset: start)
        }
        for argument in arguments {
            if function == .len { try text(argument) } else { _ = try number(argument) }
        }
        return node(.call(function, arguments), .number, from: start)
    }

    private mutating func named(_ name: Expression.Name, from start: Int) -> Node {
        if !names.contains(name) { names.append(name) }
        return node(.name(name), .captured, from: start)
    }

    // MARK: Types

    private func number(_ node: Node) throws(ExpressionError) -> Node {
        guard node.type == .number || node.type == .captured else { throw mismatch(node, wanted: .number) }
        return node
    }

    private func boolean(_ node: Node) throws(ExpressionError) -> Node {
        guard node.type == .boolean else { throw mismatch(node, wanted: .boolean) }
        return node
    }

    private func text(_ node: Node) throws(ExpressionError) {
        guard node.type == .text || node.type == .captured else { throw mismatch(node, wanted: .text) }
    }

    private func check(_ operation: Comparison, _ left: Node, _ right: Node) throws(ExpressionError) {
        let types: Set<ValueType> = [left.type, right.type]
        if operation.isOrder {
            for node in [left, right] { _ = try number(node) }
        } else if types.contains(.boolean), types.count > 1 {
            throw mismatch(left.type == .boolean ? right : left, wanted: .boolean)
        } else if types == [.number, .text] {
            throw mismatch(left.type == .text ? left : right, wanted: .number)
        }
    }

    private func mismatch(_ node: Node, wanted: ValueType) -> ExpressionError {
        ExpressionError(message: "'\(node.text)' is \(node.type), \(wanted) is needed here", offset: node.offset)
    }

    // MARK: Words

    private var token: Token { tokens[index] }

    private mutating func take(_ symbol: String) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        index += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard token.kind == .word(word) else { return false }
        index += 1
        return true
    }

    private mutating func takeAny<Operation: RawRepresentable<String>>(
        of type: Operation.Type, where fits: (Operation) -> Bool = { _ in true }
    ) -> Operation? {
        guard case .symbol(let symbol) = token.kind, let operation = Operation(rawValue: symbol), fits(operation)
        else { return nil }
        index += 1
        return operation
    }

    /// A part from `start` to the last word taken.
    private func node(_ kind: Node.Kind, _ type: ValueType, from start: Int) -> Node {
        let end = tokens[max(0, index - 1)].range.upperBound
        return Node(kind: kind, type: type, text: String(decoding: bytes[start..<end], as: UTF8.self), offset: start)
    }

    private func unexpected(wanted: String = "a name, a number or a text") -> ExpressionError {
        let range = token.range
        let found = String(decoding: bytes[range], as: UTF8.self)
        return ExpressionError(
            message: token.kind == .end
                ? "the expression ends where \(wanted) is wanted" : "unexpected '\(found)'", offset: range.lowerBound)
    }
}
