/// Reads what a client of a published port sends, and says where it belongs: to the bench panel, or to the service.
///
/// It sees to the boundaries of HTTP/1.1 requests, so that one connection may ask for both. What it does not understand is
/// the service's, with all that follows, also where that would be for the panel: a request of unknown length, a change of
/// protocol. What is for the panel and comes before that never is the service's, even if the panel cannot read it.
struct RequestScanner: Sendable {
    enum Step: Sendable, Hashable {
        /// The head of a request for the service.
        case request(method: String, head: [UInt8])
        /// More for the service: a body, or what is not understood.
        case forward([UInt8])
        case panel(PanelRequest)
        /// The panel's, but not to be read: nothing that follows can be told from it.
        case refuse(PanelReply)
    }
    private enum State {
        case head
        /// So many more bytes of a request for the service.
        case body(Int)
        /// So many more bytes of a request for the panel.
        case panelBody(PanelRequest, Int)
        case opaque
        /// Whatever comes is part of a request that was refused.
        case deaf
    }
    /// No head, and no body for the panel, is longer.
    static let limit = 65_536

    private var state = State.head
    private var buffer: [UInt8] = []

    /// - Returns: what is to be done with it now, in order.
    mutating func take(_ bytes: [UInt8]) -> [Step] {
        buffer += bytes
        var steps: [Step] = []
        while let step = next() { steps.append(step) }
        return steps
    }

    private mutating func next() -> Step? {
        guard !buffer.isEmpty else { return nil }
        switch state {
        case .opaque: return .forward(cut(buffer.count))
        case .deaf:
            buffer = []
            return nil
        case .body(let count):
            let piece = cut(min(count, buffer.count))
            state = piece.count == count ? .head : .body(count - piece.count)
            return .forward(piece)
        case .panelBody(var request, let count):
            guard buffer.count >= count else { return nil }
            request.body = cut(count)
            state = .head
            return .panel(request)
        case .head: return head()
        }
    }

    private mutating func head() -> Step? {
        let end = Self.end(of: buffer)
        if let line = buffer.firstIndex(of: UInt8(ascii: "\n")), !PanelRequest.isRequestLine(buffer[..<line]) {
            return giveUp()
        }
        guard let end, end <= Self.limit else { return buffer.count > Self.limit ? giveUp() : nil }
        guard let request = PanelRequest(head: buffer[..<end]) else { return giveUp() }
        let isChunked = request.headers["transfer-encoding"] != nil
        if request.isForPanel {
            // A wish for another protocol is free to be left alone (RFC 9110, 7.8).
            guard !isChunked else { return refuse(.unknownLength) }
            guard let length = request.headers.contentLength else { return refuse(.badLength) }
            guard length <= Self.limit else { return refuse(.tooLong) }
            _ = cut(end)
            guard length > 0 else { return .panel(request) }
            state = .panelBody(request, length)
            return next()
        }
        guard !isChunked, request.headers["upgrade"] == nil, let length = request.headers.contentLength else {
            return giveUp()
        }
        state = length > 0 ? .body(length) : .head
        return .request(method: request.method, head: cut(end))
    }

    private mutating func refuse(_ reply: PanelReply) -> Step {
        state = .deaf
        return .refuse(reply)
    }

    private mutating func giveUp() -> Step {
        state = .opaque
        return .forward(cut(buffer.count))
    }

    private mutating func cut(_ count: Int) -> [UInt8] {
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    /// Behind the empty line.
    private static func end(of bytes: [UInt8]) -> Int? {
        let empty = Array("\r\n\r\n".utf8)
        return bytes.firstRange(of: empty)?.upperBound
    }
}
