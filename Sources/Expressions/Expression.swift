/// A condition over what the steps of a run have captured: `v > 3.0 and abs(v - read_ref.v) <= 0.05`.
///
/// | | |
/// |---|---|
/// | names | `v`, a capture of this step; `read_ref.v`, one of an earlier step; `` `rail-3v3`.v `` where the step's id holds `-`, begins with a digit or is a word of the language, since `a-b` is a subtraction |
/// | constants | `3.3`, `1e-3`, `'text'`, `"text"`, `true`, `false` |
/// | operators, the loosest first | `or` `\|\|`, `and` `&&`, `not`, `== != < <= > >=`, `+ -`, `* / %`, `-` and `!` in front |
/// | functions | `abs(x)`, `min(x, ...)`, `max(x, ...)`, `round(x)`, `round(x, digits)`, `len(text)` |
///
/// What is captured is text. It is read as a number beside a number, and as text beside a text in quotes (so
/// `sn == '0042'` keeps its zeros); two captures compare as numbers where both are some. Texts have no order. Everything
/// else about types is known when the expression is read, and refused then.
public struct Expression: Sendable, Hashable, CustomStringConvertible {
    /// The longest expression, in bytes of UTF-8.
    public static let longest = 2_000
    /// How deep parentheses, signs and functions may be nested.
    public static let deepest = 50

    /// As its author wrote it.
    public let source: String
    /// In the order of their first appearance, each once.
    public let names: [Name]
    let root: Node

    /// Reads an expression.
    ///
    /// - Throws: what is wrong with it, and where.
    public init(_ source: String) throws(ExpressionError) {
        var parser = try ExpressionParser(source)
        root = try parser.parse()
        self.source = source
        names = parser.names
    }

    /// What it yields; `captured` for a lone name, of which only a run knows whether it is a number.
    public var type: ValueType { root.type }

    public var description: String { source }

    /// A capture of a step.
    public struct Name: Sendable, Hashable, CustomStringConvertible {
        /// nil: the step that has the expression.
        public var step: String?
        public var capture: String
        public init(step: String?, capture: String) {
            self.step = step
            self.capture = capture
        }
        public var description: String { step.map { "\($0).\(capture)" } ?? capture }
    }
}
