import FoundationEssentials
import NIOCore
import Testing

/// One server-sent event as a browser would have it.
struct EventMessage: Sendable, Equatable {
    var name = ""
    var id: String?
    var data = ""
    func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(data.utf8))
    }
    var sequence: UInt64? { id.flatMap { UInt64($0.split(separator: "-").last ?? "") } }
}

/// The messages of an event stream, read from the connection as they come.
struct EventMessages {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    /// What came and is not read yet: of the connection, and of the chunks within it.
    private var raw: [UInt8] = []
    private var text: [UInt8] = []
    private var pending: [EventMessage] = []
    private(set) var head = ""
    /// The stream was ended by the server, as chunked encoding ends.
    private(set) var hasEnded = false

    init(inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) { self.inbound = inbound }

    /// Waits for the next message that has a name; nil at the end of the stream.
    mutating func next() async throws -> EventMessage? {
        while pending.isEmpty {
            guard try await readMore() else { return nil }
        }
        return pending.removeFirst()
    }

    /// Waits for the next message of one of these names, and forgets those before.
    mutating func next(_ names: String...) async throws -> EventMessage {
        while let message = try await next() {
            if names.contains(message.name) { return message }
        }
        Issue.record("the stream ended before \(names)")
        throw CancellationError()
    }

    mutating func readHead() async throws -> String {
        while head.isEmpty, try await readMore() {}
        return head
    }

    private mutating func readMore() async throws -> Bool {
        guard let buffer = try await inbound.next() else { return false }
        raw.append(contentsOf: buffer.readableBytesView)
        if head.isEmpty {
            guard let end = raw.firstRange(of: Array("\r\n\r\n".utf8)) else { return true }
            head = String(decoding: raw[..<end.lowerBound], as: UTF8.self)
            raw.removeSubrange(..<end.upperBound)
        }
        unchunk()
        split()
        return true
    }

    private mutating func unchunk() {
        let lineEnd = Array("\r\n".utf8)
        var at = 0
        while let end = raw[at...].firstRange(of: lineEnd),
            let length = Int(String(decoding: raw[at..<end.lowerBound], as: UTF8.self), radix: 16),
            raw.count >= end.upperBound + length + 2
        {
            if length == 0 { hasEnded = true }
            text.append(contentsOf: raw[end.upperBound..<end.upperBound + length])
            at = end.upperBound + length + 2
        }
        raw.removeSubrange(..<at)
    }

    private mutating func split() {
        var at = 0
        while let end = text[at...].firstRange(of: Array("\n\n".utf8)) {
            var message = EventMessage()
            for line in String(decoding: text[at..<end.lowerBound], as: UTF8.self).split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
                let value = String((parts.count > 1 ? parts[1] : "").dropFirst())
                switch parts[0] {
                case "event": message.name = value
                case "id": message.id = value
                case "data": message.data += value
                default: break
                }
            }
            if !message.name.isEmpty { pending.append(message) }
            at = end.upperBound
        }
        text.removeSubrange(..<at)
    }
}
