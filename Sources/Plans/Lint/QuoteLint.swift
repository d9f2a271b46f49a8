internal import StrictYAML

/// Finds quotation marks that a word processor or a chat has made curly: to YAML they are letters of the text.
enum QuoteLint {
    private static let marks: Set<Character> = ["\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{201A}"]

    /// Where marks open or close a text; inside of one they may be meant, and so they may in real marks.
    static func findings(in document: YAMLDocument) -> [LintFinding] {
        document.plainTexts.compactMap { text in
            guard let mark = [text.text.first, text.text.last].compactMap({ $0 }).first(where: marks.contains) else {
                return nil
            }
            return LintFinding(
                .typographicQuotes, "the mark \(mark) is a part of the text: \(text.text)", at: text.location,
                hint: "quotation marks of YAML are straight: \" or '")
        }
    }
}
