/// Why a template or an expression of a script cannot be read.
enum TextError: Error, Equatable, CustomStringConvertible {
    case unclosedBrace(String)
    case badName(String)
    case badFormat(String)
    case badHex(String)
    case unexpected(String, in: String)
    case endsEarly(String)
    case tooDeep

    var description: String {
        switch self {
        case .unclosedBrace(let text): "'${' without '}' in '\(text)'; write '$${' for a plain '${'"
        case .badName(let name):
            "'\(name)' is no name: letters, digits and _, not beginning with a digit; groups are named too: (?<v>...) and ${v}"
        case .badFormat(let format):
            "'\(format)' is no format: %d, %x, %X, %s or %f, with width and precision as in %06.2f"
        case .badHex(let text): "'\(text)' is no bytes: two hexadecimal digits each, as in ${0x00FF}"
        case .unexpected(let what, let text):
            "unexpected '\(what)' in '\(text)'; an expression has numbers, 'text', variables, named groups, + - * / ( ) and jitter(x)"
        case .endsEarly(let text): "'\(text)' ends where a value is expected"
        case .tooDeep: "more than 32 nested parentheses"
        }
    }
}
