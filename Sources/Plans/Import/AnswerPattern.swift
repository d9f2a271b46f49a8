internal import Patterns

/// The pattern of a plan for what the original expects.
struct AnswerPattern {
    var text: String
    /// What is to be said of it: the meaning was not plain.
    var doubts: [String] = []

    /// A text without `regex="true"`: equal to the answer but for case and blanks around it, as the original compares.
    static func literal(_ raw: String) -> AnswerPattern? {
        var doubts: [String] = []
        let text = withoutEnd(raw.trimmed, isPattern: false, &doubts)
        guard !text.isEmpty else { return nil }
        if text.contains(#"\r"#) || text.contains(#"\n"#) || text.unicodeScalars.contains("\n") {
            doubts.append("an answer is one line, and compared letter by letter, here and in the original")
        }
        let escaped = text.unicodeScalars.reduce(into: "") { pattern, scalar in
            if #"\^$.|?*+()[]{}"#.unicodeScalars.contains(scalar) { pattern += "\\" }
            pattern.unicodeScalars.append(scalar)
        }
        return AnswerPattern(text: visible(#"^(?i)\s*\#(escaped)\s*$"#), doubts: doubts)
    }

    /// A regular expression. nil in `pattern` where PCRE2 cannot read it.
    static func regex(_ raw: String, options: [Character] = []) -> (pattern: AnswerPattern?, fault: String?) {
        var doubts: [String] = []
        var text = raw
        // Line breaks around it lay it out; the original takes them as a part of the pattern.
        if raw.trimmed != raw,
            raw.unicodeScalars.first == "\n" || raw.unicodeScalars.last == " " || raw.unicodeScalars.last == "\n"
        {
            text = raw.trimmed
            doubts.append("blanks around the pattern are left out; the original tries to fit them")
        }
        text = withoutEnd(text, isPattern: true, &doubts)
        guard !text.isEmpty else { return (nil, nil) }
        if !options.isEmpty { text = "(?\(String(options)))\(text)" }
        let pattern = AnswerPattern(text: visible(text), doubts: doubts)
        do {
            _ = try Pattern(pattern.text)
        } catch {
            return (nil, error.message)
        }
        return (pattern, nil)
    }

    /// Whether a text reads like a regular expression rather than like an answer.
    static func looksLikeRegex(_ text: String) -> Bool {
        // A full stop or a plus stands in plain answers too: `V1.0`, `AT+OK`.
        text.contains { #"\^$|*()[]{}"#.contains($0) } || text.contains(".+") || text.contains(".?")
    }

    /// An end of line is no part of what is judged, here or in the original, so what demands one never fits.
    private static func withoutEnd(_ text: String, isPattern: Bool, _ doubts: inout [String]) -> String {
        for end in [#"\r\n$"#, #"\n$"#, #"\r$"#, #"\r\n"#, #"\n"#, #"\r"#] where text.hasSuffix(end) {
            if end.hasSuffix("$"), !isPattern { continue }
            let rest = text.dropLast(end.count)
            // `\\n` is a backslash and a letter.
            guard rest.reversed().prefix(while: { $0 == "\\" }).count.isMultiple(of: 2) else { continue }
            doubts.append("the end of line is left out; answers are judged without, so the original never finds it")
            return rest + (end.hasSuffix("$") ? "$" : "")
        }
        return text
    }

    /// Fit for single quotation marks in YAML: control characters and separators as escapes.
    private static func visible(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if scalar == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            if YAMLQuoting.isPlain(scalar) {
                result += (isEscaped ? "\\" : "") + String(scalar)
            } else {
                // A backslash before it would make two of the escape's own.
                for byte in String(scalar).utf8 { result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
            }
            isEscaped = false
        }
        return result + (isEscaped ? "\\" : "")
    }
}
