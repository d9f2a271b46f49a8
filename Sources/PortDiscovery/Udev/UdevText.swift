/// How udev writes strings of USB devices into properties (systemd, src/udev/udev-builtin-usb_id.c and
/// src/shared/device-nodes.c).
enum UdevText {
    /// Undoes `ID_MODEL_ENC`: `Quad\x20RS232-HS`.
    static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3, digits.first == UInt8(ascii: "x"),
                let code = UInt8(String(decoding: digits.dropFirst(), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return trimmed(String(decoding: bytes, as: UTF8.self))
    }

    /// A serial number as `ID_SERIAL_SHORT` has it, so that a device has one whether its properties or sysfs are read.
    ///
    /// - Returns: nil where udev gives it none: blank, or with a character that no serial number may have.
    static func serial(_ raw: String) -> String? {
        let plain = trimmed(raw)
        guard !plain.isEmpty, plain.utf8.allSatisfy({ (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: ",") }) else {
            return nil
        }
        let words = plain.split(separator: " ").joined(separator: "_")
        return String(
            decoding: words.utf8.map { isSafe($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    }

    /// EEPROM strings are padded with blanks at times.
    static func trimmed(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "#+-.:=@_".utf8.contains(byte)
        }
    }
}
