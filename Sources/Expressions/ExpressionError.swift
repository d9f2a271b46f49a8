/// Why a text is no expression.
public struct ExpressionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what to do.
    public let message: String
    /// Bytes of UTF-8 from the start of the expression.
    public let offset: Int

    public init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }
    public var description: String { "\(message), at column \(offset + 1) of the expression" }
}

/// Why an expression has no value in this run.
public enum EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Nothing has been captured under this name.
    case missing(Expression.Name)
    /// A number was needed.
    case notANumber(String, value: String)
    case divisionByZero(String)
    /// Too large for a number.
    case tooLarge(String)

    public var description: String {
        switch self {
        case .missing(let name): "nothing was captured as '\(name)'"
        case .notANumber(let what, let value): "\(what) = '\(value)' is not a number"
        case .divisionByZero(let what): "'\(what)' divides by zero"
        case .tooLarge(let what): "'\(what)' is too large for a number"
        }
    }
}
