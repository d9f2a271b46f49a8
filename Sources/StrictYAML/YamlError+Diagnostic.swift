internal import Yams

extension YamlError {
    /// The error with its place, and what to do about the common slips.
    func diagnostic(in source: SourceText) -> Diagnostic {
        switch self {
        case .composer(_, "but found another document", let mark, _):
            let place = SourceLocation(file: source.file, line: mark.line, column: mark.column)
            return Diagnostic(
                "a second document begins", at: place, hint: "one file, one document: remove the line '---'")
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = SourceLocation(file: source.file, line: mark.line, column: mark.column)
            var message = "not YAML: \(problem)"
            if let context, context.mark.line != mark.line {
                message += " (\(context.text) that begins in line \(context.mark.line))"
            }
            return Diagnostic(message, at: place, hint: Self.hint(for: problem, found: source.scalar(at: place)))
        case .reader(let problem, let offset, _, let yaml):
            let before = yaml.prefix(offset ?? 0).unicodeScalars.count
            return Diagnostic("not YAML: \(problem)", at: source.location(of: before))
        default:
            return Diagnostic("not YAML: \(self)", at: SourceLocation(file: source.file, line: 1, column: 1))
        }
    }

    private static func hint(for problem: String, found: Unicode.Scalar?) -> String? {
        switch problem {
        case "found character that cannot start any token" where found == "\t",
            "found a tab character that violates indentation":
            "indent with blanks, not tabs"
        case "found character that cannot start any token": "put the text in quotation marks"
        case "found unknown escape character": "write patterns in single quotation marks: '\\d' stays as it is there"
        case "mapping values are not allowed in this context":
            "is the line indented as its neighbours? a text with ': ' in it needs quotation marks"
        case "found undefined alias":
            "anchors and aliases are not allowed; a text that begins with * needs quotation marks"
        case "did not find expected key": "is the line indented as its neighbours?"
        default: nil
        }
    }
}
