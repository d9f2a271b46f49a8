/// Bytes as a board's script writes them: none is lost, and what can be read is readable.
enum ScriptBytes {
    private static let dollar = UInt8(ascii: "$")
    private static let brace = UInt8(ascii: "{")

    /// A double-quoted template that says exactly these bytes.
    static func template(_ bytes: [UInt8]) -> String {
        var text = ""
        var invisible = ""
        func flush() {
            if !invisible.isEmpty { text += "${0x\(invisible)}" }
            invisible = ""
        }
        for (index, byte) in bytes.enumerated() {
            // In front of a brace, and of what begins with one, a dollar sign would say more than itself.
            let next = bytes[(index + 1)...].first
            let isSpecial = byte == dollar && next.map { $0 == dollar || $0 == brace || plain($0) == nil } == true
            guard !isSpecial, let plain = plain(byte) else {
                invisible += hex(byte)
                continue
            }
            flush()
            text += plain
        }
        flush()
        return "\"\(text)\""
    }

    /// A single-quoted pattern that fits exactly this line.
    static func linePattern(_ line: [UInt8]) -> String { "'^\(literal(line))$'" }

    /// A single-quoted pattern that fits when exactly these bytes have just come.
    static func endPattern(_ bytes: [UInt8]) -> String { "'\(literal(bytes))\\z'" }

    private static func literal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                return character(byte)
            case UInt8(ascii: "'"): return "''"
            case UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: ","),
                UInt8(ascii: ";"), UInt8(ascii: "!"), UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "&"),
                UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"), UInt8(ascii: "~"),
                UInt8(ascii: "`"), UInt8(ascii: "#"):
                return character(byte)
            case 0x21...0x7E: return "\\" + character(byte)
            default: return "\\x" + hex(byte)
            }
        }.joined()
    }

    /// As it stands in a double-quoted text; nil where it cannot.
    private static func plain(_ byte: UInt8) -> String? {
        switch byte {
        case 0x0D: "\\r"
        case 0x0A: "\\n"
        case 0x09: "\\t"
        case UInt8(ascii: "\""): "\\\""
        case UInt8(ascii: "\\"): "\\\\"
        case 0x20...0x7E: character(byte)
        default: nil
        }
    }

    private static func character(_ byte: UInt8) -> String { String(UnicodeScalar(byte)) }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
