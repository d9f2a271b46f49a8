/// How udev makes property values of strings that a device gave.
enum UdevText {
    /// `util_replace_whitespace` and `util_replace_chars`: white space becomes one `_`, what is neither a letter, a digit
    /// nor one of `#+-.:=@_` becomes `_`; UTF-8 stays.
    static func safe(_ text: String) -> String {
        var result: [UInt8] = []
        var wasSpace = false
        for byte in trimmed(text) {
            let isSpace = byte == 0x20 || (0x09...0x0d).contains(byte)
            if isSpace {
                if !wasSpace { result.append(UInt8(ascii: "_")) }
            } else {
                result.append(isPlain(byte) || byte >= 0x80 ? byte : UInt8(ascii: "_"))
            }
            wasSpace = isSpace
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `udev_util_encode_string`: bytes outside the plain ones as `\x20`.
    static func encoded(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if byte >= 0x80 || isPlain(byte) { result.append(byte) } else { result += "\\x\(Hex.lower(byte, 2))".utf8 }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `ID_PATH_TAG`: letters, digits and `-` stay, runs of others become one `_`.
    static func tag(_ path: String) -> String {
        var result: [UInt8] = []
        for byte in path.utf8 {
            if isAlphanumeric(byte) || byte == UInt8(ascii: "-") {
                result.append(byte)
            } else if result.last != UInt8(ascii: "_") {
                result.append(UInt8(ascii: "_"))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func trimmed(_ text: String) -> Substring.UTF8View {
        var rest = text[...].utf8
        while rest.first == 0x20 { rest.removeFirst() }
        while rest.last == 0x20 { rest.removeLast() }
        return rest
    }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
    private static func isPlain(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || "#+-.:=@_".utf8.contains(byte) }
}
