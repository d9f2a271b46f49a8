/// Why a template or an expression has no value now, though it could be read.
enum EvaluationError: Error, Equatable, CustomStringConvertible {
    case unknown(String)
    case notANumber(String, String)
    case divisionByZero(String)

    var description: String {
        switch self {
        case .unknown(let name): "nothing is named '\(name)' here"
        case .notANumber(let name, let value): "'\(name)' is '\(value)', where a number is needed"
        case .divisionByZero(let text): "division by zero in '\(text)'"
        }
    }
}
