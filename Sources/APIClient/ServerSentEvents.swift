/// One event of an event stream (text/event-stream).
public struct ServerEvent: Sendable, Hashable {
    /// `message` where the stream names none.
    public var name: String
    public var id: String?
    public var data: String
    public init(name: String, id: String?, data: String) {
        self.name = name
        self.id = id
        self.data = data
    }
}

/// Makes events of the bytes of a stream, however they are cut (html.spec.whatwg.org, "event stream interpretation").
struct ServerSentEvents {
    private var line: [UInt8] = []
    private var endedWithCR = false
    private var name = ""
    private var id: String?
    private var data: [String] = []

    mutating func read(_ bytes: some Sequence<UInt8>) -> [ServerEvent] {
        var events: [ServerEvent] = []
        for byte in bytes {
            if endedWithCR {
                endedWithCR = false
                if byte == 0x0a { continue }
            }
            switch byte {
            case 0x0a, 0x0d:
                endedWithCR = byte == 0x0d
                if let event = take(String(decoding: line, as: UTF8.self)) { events.append(event) }
                line.removeAll(keepingCapacity: true)
            default: line.append(byte)
            }
        }
        return events
    }

    private mutating func take(_ line: String) -> ServerEvent? {
        if line.isEmpty {
            defer {
                name = ""
                data = []
            }
            if data.isEmpty { return nil }
            return ServerEvent(name: name.isEmpty ? "message" : name, id: id, data: data.joined(separator: "\n"))
        }
        let colon = line.firstIndex(of: ":") ?? line.endIndex
        var value = colon == line.endIndex ? "" : line[line.index(after: colon)...]
        if value.first == " " { value = value.dropFirst() }
        switch line[..<colon] {
        case "event": name = String(value)
        case "data": data.append(String(value))
        case "id": id = String(value)
        default: break
        }
        return nil
    }
}
