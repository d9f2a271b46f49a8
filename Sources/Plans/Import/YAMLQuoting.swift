/// Texts in YAML's quotation marks.
enum YAMLQuoting {
    /// In `"..."`, where escapes are read.
    static func double(_ text: String) -> String {
        let body = text.unicodeScalars.reduce(into: "") { body, scalar in
            switch scalar {
            case "\"", "\\": body += "\\\(scalar)"
            case "\r": body += "\\r"
            case "\n": body += "\\n"
            case "\t": body += "\\t"
            case _ where isPlain(scalar): body.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                body +=
                    scalar.value < 0x100
                    ? "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
                    : "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return "\"\(body)\""
    }

    /// In `'...'`, where a backslash is a backslash: for patterns.
    static func single(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

    /// A name of the plan language, which needs marks only where it reads like something else.
    static func name(_ text: String) -> String {
        text.first == "-" || text.lowercased() == "null" ? double(text) : text
    }

    /// Whether a scalar may stand in YAML as it is, and ends no line.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: true
        case 0xA0...0xD7FF: scalar.value != 0x2028 && scalar.value != 0x2029
        case 0xE000...0xFFFD: scalar.value != 0xFEFF
        case 0x1_0000...: true
        default: false
        }
    }
}
