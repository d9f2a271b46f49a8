internal import HTTPTypes
internal import Hummingbird

/// The value of `ETag`: names one version of an answer.
struct EntityTag: Sendable, Hashable {
    let text: String

    /// Of exactly these bytes.
    init(of bytes: some Sequence<UInt8>) { text = "\"\(Fingerprint.of(bytes))\"" }

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
