/// A message of usb-redir's protocol (usb-redir-protocol.txt, version 0.7).
struct RedirMessage: Sendable, Hashable {
    enum Kind: UInt32, Sendable {
        case hello = 0
        case deviceConnect = 1
        case reset = 3
        case interfaceInfo = 4
        case endpointInfo = 5
        case setConfiguration = 6
        case getConfiguration = 7
        case configurationStatus = 8
        case setAlternate = 9
        case getAlternate = 10
        case alternateStatus = 11
        case cancel = 21
        case control = 100
        case bulk = 101
    }
    enum Status: UInt8, Sendable { case success = 0, cancelled = 1, stall = 4 }

    /// A number, as there are kinds that a chip has no use for.
    var kind: UInt32
    var id: UInt64
    var body: [UInt8]

    init(_ kind: Kind, id: UInt64 = 0, _ body: [UInt8]) {
        self.init(kind: kind.rawValue, id: id, body: body)
    }
    init(kind: UInt32, id: UInt64, body: [UInt8]) {
        self.kind = kind
        self.id = id
        self.body = body
    }

    /// As it goes over the stream; a greeting's id has 32 bits.
    var bytes: [UInt8] {
        var writer = FieldWriter(.little)
        writer.append(kind)
        writer.append(UInt32(body.count))
        if kind == Kind.hello.rawValue { writer.append(UInt32(truncatingIfNeeded: id)) } else { writer.append(id) }
        writer.append(bytes: body)
        return writer.bytes
    }
}
