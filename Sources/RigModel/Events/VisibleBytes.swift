/// Bytes as text that shows every one of them: printable ASCII and valid UTF-8 as it is, `\r \n \t \\ \xNN` for the rest.
///
/// The text has no control character, no line separator and no character that turns the direction of writing, so a
/// unit's answer can neither break a log's lines nor disguise itself.
public enum VisibleBytes {
    /// - Parameter escapesBackslash: false for text in which bytes were made visible already.
    public static func text(_ bytes: some Sequence<UInt8>, escapesBackslash: Bool = true) -> String {
        let bytes = Array(bytes)
        // Nearly all texts are plain as they are.
        if bytes.allSatisfy({ 0x20...0x7e ~= $0 && $0 != 0x5c }) { return String(decoding: bytes, as: UTF8.self) }
        var text = ""
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x0d: text += "\\r"
            case 0x0a: text += "\\n"
            case 0x09: text += "\\t"
            case 0x5c: text += escapesBackslash ? "\\\\" : "\\"
            case 0x20...0x7e: text.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x80...:
                if let (scalar, length) = scalar(in: bytes, at: index), isVisible(scalar) {
                    text.unicodeScalars.append(scalar)
                    index += length
                    continue
                }
                text += hex(byte)
            default: text += hex(byte)
            }
            index += 1
        }
        return text
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
    }

    /// The scalar that begins at `index`, where the bytes there are valid UTF-8.
    private static func scalar(in bytes: [UInt8], at index: Int) -> (Unicode.Scalar, length: Int)? {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes[index...].makeIterator()
        guard case .valid(let encoded) = decoder.parseScalar(from: &iterator) else { return nil }
        return (Unicode.UTF8.decode(encoded), encoded.count)
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
