internal import RigModel

/// Plain names (see ``TextIdentifier/isPlainName``) made from strings that anybody may have written into an EEPROM.
enum PlainName {
    /// Replaces what a plain name may not have by underscores, and cuts it. Empty stays empty.
    static func from(_ text: String, limit: Int = 64) -> String {
        // Byte by byte, so that the result does not hang on what is one character.
        var name = text.utf8.prefix(limit).map { isPlain($0) ? $0 : UInt8(ascii: "_") }
        if name.first == UInt8(ascii: ".") { name[0] = UInt8(ascii: "_") }
        return String(decoding: name, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool { plain[Int(byte)] }

    private static let plain = (0...UInt8.max).map { BoardID.isPlainName("x" + String(UnicodeScalar($0))) }
}
