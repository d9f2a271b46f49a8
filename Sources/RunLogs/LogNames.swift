internal import Crypto
internal import RigModel

/// Names of folders and files, made of ids that anybody may have chosen.
enum LogNames {
    /// Bytes of a name that an id becomes, at most.
    private static let limit = 96

    static func folder(of bib: BIBID) -> String { "BIB_\(safe(bib.rawValue))" }

    /// `production_uut_port1_14h30`: unit, number of the channel of its first port, civil time of the start.
    static func run(of header: LogHeader, at time: CivilTime) -> String {
        let port = header.ports.first?.channel.number ?? 1
        return "\(safe(header.instance.rawValue))_port\(port)_\(time.hourAndMinute)"
    }

    static func current(of instance: UUTInstanceID) -> String { "\(safe(instance.rawValue))_current.log" }

    /// The id where it is safe as a part of a path: `[A-Za-z0-9_.@-]`, neither empty nor too long, no dot in front. Else
    /// what is safe of it and a mark that is its own, so that two ids never share a file.
    static func safe(_ id: String) -> String {
        let bytes = Array(id.utf8)
        var name = bytes.prefix(limit).map { isSafe($0) ? $0 : UInt8(ascii: "_") }
        if name.first == UInt8(ascii: ".") { name[0] = UInt8(ascii: "_") }
        guard name != bytes || bytes.isEmpty else { return id }
        let mark = SHA256.hash(data: bytes).prefix(4).hex
        return "\(String(decoding: name, as: UTF8.self))~\(mark)"
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "@"):
            true
        default: false
        }
    }
}

extension Sequence<UInt8> {
    /// Lower-case hex digits, two for each byte.
    var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
