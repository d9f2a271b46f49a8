/// Finds usb-redir's messages in a stream of bytes.
struct RedirParser: Sendable {
    /// No message of a serial adapter is longer.
    static let longestBody = 1 << 20

    private var pending: [UInt8] = []
    private var hasGreeted = false

    mutating func receive(_ bytes: [UInt8]) throws(USBProtocolError) -> [RedirMessage] {
        pending += bytes
        var messages: [RedirMessage] = []
        var start = pending.startIndex
        while let message = try next(&start) { messages.append(message) }
        pending.removeFirst(start)
        return messages
    }

    private mutating func next(_ start: inout Int) throws(USBProtocolError) -> RedirMessage? {
        let header = hasGreeted ? 16 : 12
        guard pending.count - start >= header else { return nil }
        var reader = FieldReader(pending[start...], .little, kind: 0)
        let kind: UInt32 = try reader.next()
        let length = Int(try reader.next(UInt32.self))
        guard length <= Self.longestBody else { throw .tooLong(kind: kind, bytes: length) }
        guard hasGreeted || kind == RedirMessage.Kind.hello.rawValue else { throw .noGreeting(kind: kind) }
        let id = hasGreeted ? try reader.next(UInt64.self) : UInt64(try reader.next(UInt32.self))
        guard reader.rest.count >= length else { return nil }
        hasGreeted = true
        start += header + length
        return RedirMessage(kind: kind, id: id, body: Array(reader.rest.prefix(length)))
    }
}
