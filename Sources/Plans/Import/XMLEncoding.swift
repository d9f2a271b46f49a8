/// How the bytes of an XML file stand for text: by its byte order mark, else as its first line says, else UTF-8.
enum XMLEncoding {
    case utf8
    case utf16(isBigEndian: Bool)
    /// The usual one of old Windows programs; ISO 8859-1 is a part of it as far as files hold text.
    case windows1252
    case unknown(String)

    struct Failure: Error { var reason: String }

    init(of bytes: [UInt8]) {
        switch (bytes.first, bytes.dropFirst().first) {
        case (0xFE, 0xFF): self = .utf16(isBigEndian: true)
        case (0xFF, 0xFE): self = .utf16(isBigEndian: false)
        default:
            let head = bytes.prefix(200).map { Unicode.Scalar($0 < 128 ? $0 : 63) }
            switch Self.declaration(in: head)?.name.lowercased() {
            case nil, "utf-8", "utf8", "us-ascii", "ascii": self = .utf8
            case "windows-1252", "cp1252", "iso-8859-1", "latin1": self = .windows1252
            case let name?: self = .unknown(name)
            }
        }
    }

    func decode(_ bytes: [UInt8]) throws(Failure) -> [Unicode.Scalar] {
        let text: String?
        switch self {
        case .unknown(let name): throw Failure(reason: "the encoding '\(name)' is not known")
        case .windows1252: return bytes.map(Self.windows1252)
        case .utf8: text = String(validating: bytes, as: UTF8.self)
        case .utf16(let isBigEndian):
            guard bytes.count.isMultiple(of: 2) else {
                throw Failure(reason: "the file is not UTF-16: a byte is missing")
            }
            let units = stride(from: 0, to: bytes.count, by: 2).map { index in
                let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
                return isBigEndian ? first << 8 | second : second << 8 | first
            }
            text = String(validating: units, as: UTF16.self)
        }
        guard let text else { throw Failure(reason: "the file is not text in the encoding that it claims") }
        let scalars = Array(text.unicodeScalars)
        return scalars.first == "\u{FEFF}" ? Array(scalars.dropFirst()) : scalars
    }

    /// The attribute `encoding` of `<?xml ...?>` at the very begin, and where it stands.
    static func declaration(in scalars: [Unicode.Scalar]) -> (name: String, attribute: Range<Int>)? {
        let head = String(String.UnicodeScalarView(scalars.prefix(200)))
        guard head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>"),
            let found = head[..<end.lowerBound].firstMatch(of: /encoding\s*=\s*["']([^"']*)["']/)
        else { return nil }
        let place = { (index: String.Index) in head.unicodeScalars.distance(from: head.startIndex, to: index) }
        return (String(found.1), place(found.range.lowerBound)..<place(found.range.upperBound))
    }

    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        // 0x80 to 0x9F; what is not assigned stands for itself.
        let special: [UInt16] = [
            0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
            0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
            0x0153, 0x9D, 0x017E, 0x0178,
        ]
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(special[Int(byte) - 0x80]) ?? Unicode.Scalar(byte)
    }
}
