internal import RigModel

/// One record of a CSV file, ended by CRLF (RFC 4180, which has no control characters in text: they are made visible).
struct CSVRow {
    enum Field {
        case text(String)
        case number(String)

        static func number(_ value: (some BinaryInteger)?) -> Field { .number(value.map { "\($0)" } ?? "") }
        static func number(_ value: Double?) -> Field { .number(value.map(ReportNumbers.plain) ?? "") }
    }

    let text: String

    /// - Parameter width: of the table; fields that are missing at the end are empty.
    init(_ fields: [Field], width: Int? = nil) {
        let missing = max(0, (width ?? fields.count) - fields.count)
        text = (fields.map(Self.written) + Array(repeating: "", count: missing)).joined(separator: ",") + "\r\n"
    }

    private static func written(_ field: Field) -> String {
        switch field {
        case .number(let text): text
        case .text(let text):
            quoted(VisibleBytes.text((isFormula(text) ? "'\(text)" : text).utf8, escapesBackslash: false))
        }
    }

    /// What a spreadsheet would carry out rather than show, if a unit said it. A number is left as it is.
    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, "=+-@".unicodeScalars.contains(first) else { return false }
        return Double(text) == nil
    }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
