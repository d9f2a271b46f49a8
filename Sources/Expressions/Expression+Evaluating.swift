extension Expression {
    /// The value in a run.
    ///
    /// - Parameter lookup: what was captured under a name; nil where nothing was.
    public func evaluate(_ lookup: @escaping (Name) -> String?) throws(EvaluationError) -> Value {
        try Evaluation(lookup: lookup).value(of: root)
    }

    /// The values that made a condition false, as a person reads them: `v = 2.9`, `abs(v - ref.v) = 0.4`. Empty where
    /// it is true or has no value.
    public func whyFalse(_ lookup: @escaping (Name) -> String?) -> [String] {
        let evaluation = Evaluation(lookup: lookup)
        var found: [String] = []
        evaluation.collect(from: root, wanting: true, into: &found)
        return found
    }
}

/// One look at the captures of a run.
private struct Evaluation {
    let lookup: (Expression.Name) -> String?

    func value(of node: Node) throws(EvaluationError) -> Value {
        switch node.kind {
        case .constant(let value): return value
        case .name(let name): return .text(try text(name))
        case .negated(let inner): return .number(-(try number(of: inner)))
        case .not(let inner): return .boolean(!(try truth(of: inner)))
        case .arithmetic(let operation, let left, let right):
            return .number(try result(operation, try number(of: left), try number(of: right), node))
        case .comparison(let operation, let left, let right): return .boolean(try compare(operation, left, right))
        case .both(let left, let right):
            guard try truth(of: left) else { return .boolean(false) }
            return .boolean(try truth(of: right))
        case .either(let left, let right):
            if try truth(of: left) { return .boolean(true) }
            return .boolean(try truth(of: right))
        case .call(let function, let arguments): return .number(try call(function, arguments, node))
        }
    }

    private func text(_ name: Expression.Name) throws(EvaluationError) -> String {
        guard let text = lookup(name) else { throw .missing(name) }
        return text
    }

    private func truth(of node: Node) throws(EvaluationError) -> Bool {
        guard case .boolean(let truth) = try value(of: node) else {
            preconditionFailure("the parser lets only true or false through here")
        }
        return truth
    }

    private func number(of node: Node) throws(EvaluationError) -> Double {
        switch try value(of: node) {
        case .number(let number): return number
        case .text(let text):
            guard let number = Double(captured: text) else { throw .notANumber(node.text, value: text) }
            return number
        case .boolean: preconditionFailure("the parser lets only numbers and captures through here")
        }
    }

    private func result(
        _ operation: Arithmetic, _ left: Double, _ right: Double, _ node: Node
    ) throws(EvaluationError) -> Double {
        if operation == .over || operation == .remainder, right == 0 { throw .divisionByZero(node.text) }
        let result =
            switch operation {
            case .plus: left + right
            case .minus: left - right
            case .times: left * right
            case .over: left / right
            case .remainder: left.truncatingRemainder(dividingBy: right)
            }
        guard result.isFinite else { throw .tooLarge(node.text) }
        return result
    }

    private func compare(_ operation: Comparison, _ left: Node, _ right: Node) throws(EvaluationError) -> Bool {
        let first = try value(of: left), second = try value(of: right)
        let isText = left.type == .text || right.type == .text
        let areTexts = left.type == .captured && right.type == .captured && !operation.isOrder
        if case .boolean(let first) = first, case .boolean(let second) = second {
            return (first == second) == (operation == .equal)
        }
        if case .text(let first) = first, case .text(let second) = second,
            isText || (areTexts && (Double(captured: first) == nil || Double(captured: second) == nil))
        {
            return (first == second) == (operation == .equal)
        }
        let (low, high) = (try number(of: left), try number(of: right))
        return switch operation {
        case .equal: low == high
        case .unequal: low != high
        case .less: low < high
        case .atMost: low <= high
        case .greater: low > high
        case .atLeast: low >= high
        }
    }

    private func call(_ function: Function, _ arguments: [Node], _ node: Node) throws(EvaluationError) -> Double {
        if function == .len {
            guard case .text(let text) = try value(of: arguments[0]) else {
                preconditionFailure("the parser lets only texts through here")
            }
            return Double(text.unicodeScalars.count)
        }
        var numbers: [Double] = []
        for argument in arguments { numbers.append(try number(of: argument)) }
        switch function {
        case .abs: return numbers[0].magnitude
        case .min: return numbers.reduce(numbers[0], Swift.min)
        case .max: return numbers.reduce(numbers[0], Swift.max)
        case .round:
            let digits = numbers.count > 1 ? Int(Swift.max(-15, Swift.min(15, numbers[1].rounded()))) : 0
            let scale = (0..<Swift.abs(digits)).reduce(1.0) { power, _ in power * 10 }
            let shifted = digits < 0 ? numbers[0] / scale : numbers[0] * scale
            let back = digits < 0 ? shifted.rounded() * scale : shifted.rounded() / scale
            guard back.isFinite else { throw .tooLarge(node.text) }
            return back
        case .len: preconditionFailure("handled above")
        }
    }

    // MARK: Why

    /// Walks down to the comparisons that are not as they should be.
    func collect(from node: Node, wanting wanted: Bool, into found: inout [String]) {
        guard let value = try? value(of: node), value == .boolean(!wanted) else { return }
        switch node.kind {
        case .both(let left, let right), .either(let left, let right):
            collect(from: left, wanting: wanted, into: &found)
            collect(from: right, wanting: wanted, into: &found)
        case .not(let inner): collect(from: inner, wanting: !wanted, into: &found)
        case .comparison(let operation, let left, let right):
            for side in [left, right] {
                if case .constant = side.kind { continue }
                let isNumber = operation.isOrder || left.type == .number || right.type == .number
                guard let value = isNumber ? (try? number(of: side)).map(Value.number) : try? self.value(of: side)
                else { continue }
                let sentence = "\(side.text) = \(value)"
                if !found.contains(sentence) { found.append(sentence) }
            }
        default: break
        }
    }
}
