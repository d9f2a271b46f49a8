internal import HTTPTypes
internal import Hummingbird

/// The value of `ETag`: names one version of an answer.
struct EntityTag: Sendable, Hashable {
    let text: String

    /// Of exactly these bytes: FNV-1a, 64 bits. It tells versions of our own files apart and keeps no secret.
    init(of bytes: some Sequence<UInt8>) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        text = "\"\(String(hash, radix: 16))\""
    }

    /// Of an answer that means the same though its bytes may differ.
    init(weak name: String) { text = "W/\"\(name)\"" }

    /// Whether the client has this version already (RFC 9110, 13.1.2: compared without regard to weakness).
    func matches(_ headers: HTTPFields) -> Bool {
        func opaque(_ tag: some StringProtocol) -> String { String(tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]) }
        return headers[values: .ifNoneMatch].contains { value in
            value.split(separator: ",").contains { part in
                let tag = part.drop { $0 == " " }
                return tag == "*" || opaque(tag) == opaque(text)
            }
        }
    }
}
