/// A part of an expression.
struct Node: Sendable, Hashable {
    indirect enum Kind: Sendable, Hashable {
        case constant(Value)
        case name(Expression.Name)
        case negated(Node)
        case not(Node)
        case arithmetic(Arithmetic, Node, Node)
        case comparison(Comparison, Node, Node)
        case both(Node, Node)
        case either(Node, Node)
        case call(Function, [Node])
    }
    let kind: Kind
    let type: ValueType
    /// As it is written, for sentences about its value.
    let text: String
    /// Where it begins in the expression.
    let offset: Int
}

enum Arithmetic: String, Sendable, CaseIterable {
    case plus = "+", minus = "-", times = "*", over = "/", remainder = "%"
    var bindsFirst: Bool { self != .plus && self != .minus }
}

enum Comparison: String, Sendable, CaseIterable {
    case equal = "==", unequal = "!=", less = "<", atMost = "<=", greater = ">", atLeast = ">="
    var isOrder: Bool { self != .equal && self != .unequal }
}

enum Function: String, Sendable, CaseIterable {
    case abs, min, max, round, len
    var arity: ClosedRange<Int> {
        switch self {
        case .abs, .len: 1...1
        case .round: 1...2
        case .min, .max: 1...100
        }
    }
}
