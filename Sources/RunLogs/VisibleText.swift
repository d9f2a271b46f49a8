internal import RigModel

/// What `VisibleBytes` makes of bytes, as bytes, and quickly where all of them are plain.
enum VisibleText {
    static func bytes(of content: LogLine.Content) -> [UInt8] {
        switch content {
        case .sent(let bytes, _), .received(let bytes, _), .discarded(let bytes, _): Self.bytes(bytes)
        case .note(let text): Self.bytes(text.utf8, escapesBackslash: false)
        }
    }

    static func bytes(_ raw: some Collection<UInt8>, escapesBackslash: Bool = true) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(raw.count + 8)
        for byte in raw {
            switch byte {
            case UInt8(ascii: "\\") where escapesBackslash: text += [byte, byte]
            case 0x20...0x7e: text.append(byte)
            case 0x0d: text += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0x0a: text += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            // Rare enough to begin anew.
            default: return Array(VisibleBytes.text(raw, escapesBackslash: escapesBackslash).utf8)
            }
        }
        return text
    }
}
