/// The right-hand side of a rule's `set`: numbers, `'text'`, variables, named groups of the pattern, `+ - * /`,
/// parentheses, and `jitter(x)`, uniform from -x to x. `+` joins where a side is text.
struct Expression: Sendable, Hashable {
    indirect enum Node: Sendable, Hashable {
        case constant(BoardValue)
        case name(String)
        case negated(Node)
        case jitter(Node)
        case binary(Operator, Node, Node)
    }
    enum Operator: UInt8, Sendable { case plus = 0x2B, minus = 0x2D, times = 0x2A, over = 0x2F }
    let root: Node
    let source: String

    init(_ text: String) throws(TextError) {
        var parser = ExpressionParser(text)
        root = try parser.parse()
        source = text
    }

    var names: [String] {
        func collect(_ node: Node) -> [String] {
            switch node {
            case .constant: []
            case .name(let name): [name]
            case .negated(let inner), .jitter(let inner): collect(inner)
            case .binary(_, let left, let right): collect(left) + collect(right)
            }
        }
        return collect(root)
    }

    func value(
        in surroundings: Surroundings, using generator: inout SeededGenerator
    ) throws(EvaluationError) -> BoardValue {
        try value(of: root, in: surroundings, using: &generator)
    }

    private func value(
        of node: Node, in surroundings: Surroundings, using generator: inout SeededGenerator
    ) throws(EvaluationError) -> BoardValue {
        switch node {
        case .constant(let value): return value
        case .name(let name):
            guard let value = surroundings.value(of: name) else { throw .unknown(name) }
            return value
        case .negated(let inner):
            return .number(-(try number(of: inner, in: surroundings, using: &generator)))
        case .jitter(let inner):
            let width = try number(of: inner, in: surroundings, using: &generator)
            return .number((generator.unit() * 2 - 1) * width)
        case .binary(let operation, let left, let right):
            let first = try value(of: left, in: surroundings, using: &generator)
            let second = try value(of: right, in: surroundings, using: &generator)
            guard let leftNumber = first.number, let rightNumber = second.number else {
                if operation == .plus { return .text(first.description + second.description) }
                throw .notANumber(source, first.number == nil ? first.description : second.description)
            }
            switch operation {
            case .plus: return .number(leftNumber + rightNumber)
            case .minus: return .number(leftNumber - rightNumber)
            case .times: return .number(leftNumber * rightNumber)
            case .over:
                guard rightNumber != 0 else { throw .divisionByZero(source) }
                return .number(leftNumber / rightNumber)
            }
        }
    }

    private func number(
        of node: Node, in surroundings: Surroundings, using generator: inout SeededGenerator
    ) throws(EvaluationError) -> Double {
        let value = try value(of: node, in: surroundings, using: &generator)
        guard let number = value.number else { throw .notANumber(source, value.description) }
        return number
    }
}
