internal import RigModel

/// Text as the content, or as a quoted attribute, of XML and HTML alike.
///
/// Whatever a unit said is only ever text there: characters that mean something to a parser are references, and those
/// that XML 1.0 does not allow at all (control characters, noncharacters) are made visible as `\xNN`.
enum Markup {
    /// Text of one line; line ends in it are made visible as well.
    static func text(_ text: String) -> String {
        escape(VisibleBytes.text(text.utf8, escapesBackslash: false))
    }

    static func lines(_ lines: [String]) -> String { lines.map(text).joined(separator: "\n") }

    private static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            // Also because `]]>` may not stand in XML.
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }
}
