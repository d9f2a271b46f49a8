/// A text of a file and where it stands.
public struct YAMLText: Sendable, CustomStringConvertible {
    public let text: String
    /// Where it begins: its quotation mark, if it has one.
    public let location: SourceLocation
    let style: ScalarStyle

    init(_ text: String, at location: SourceLocation, style: ScalarStyle) {
        self.text = text
        self.location = location
        self.style = style
    }

    public var description: String { text }
    /// Whether escapes such as `\r` in it were read as what they stand for, which YAML does in `"..."` only.
    public var isDoubleQuoted: Bool { style == .doubleQuoted }

    /// The place of the byte at `offset` of the text's UTF-8.
    ///
    /// Exact for plain and single-quoted text that stands in one line, as patterns do; else where the text begins.
    public func location(atUTF8 offset: Int) -> SourceLocation {
        guard style == .plain || style == .singleQuoted, !text.unicodeScalars.contains("\n") else { return location }
        let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self).unicodeScalars
        var place = location
        place.column += before.count
        // The opening mark, and each mark in the text is written twice.
        if style == .singleQuoted { place.column += 1 + before.count { $0 == "'" } }
        return place
    }
}
