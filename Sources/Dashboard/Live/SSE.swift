internal import NIOCore

/// The text form of server-sent events (html.spec.whatwg.org/multipage/server-sent-events.html).
///
/// JSON as it is encoded here has no line break, so that each message has exactly one `data` line.
enum SSE {
    /// Tells the browser to wait 2 s before it connects anew.
    static let opening = ByteBuffer(string: "retry: 2000\n\n")

    static func message(_ name: String, id: String?, data: some Collection<UInt8>) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(data.count + 96)
        begin(name, id: id, into: &buffer)
        buffer.writeBytes(data)
        buffer.writeStaticString("\n\n")
        return buffer
    }

    /// One LogMessage of all the lines; `id` is that of the last one.
    static func writeBatch(_ lines: some Collection<LiveFrame>, id: String?, into buffer: inout ByteBuffer) {
        begin("LogMessage", id: id, into: &buffer)
        buffer.writeStaticString("{\"lines\":[")
        var first = true
        for line in lines {
            if !first { buffer.writeStaticString(",") }
            first = false
            buffer.writeImmutableBuffer(line.bytes)
        }
        buffer.writeStaticString("]}\n\n")
    }

    private static func begin(_ name: String, id: String?, into buffer: inout ByteBuffer) {
        buffer.writeString("event: \(name)\n")
        if let id { buffer.writeString("id: \(id)\n") }
        buffer.writeStaticString("data: ")
    }
}
