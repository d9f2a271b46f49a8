/// Follows what a service answers on one connection, only to know when it has answered all that it was asked.
///
/// It sees to the boundaries of HTTP/1.1 responses. Of what it does not understand the end is the end of the stream.
struct AnswerCounter: Sendable {
    private enum State {
        case head
        /// So many more bytes of a body.
        case body(Int)
        /// The line with the length of a chunk.
        case chunkLength
        /// So many more bytes of a chunk, with the end of line behind it.
        case chunk(Int)
        /// Fields behind the last chunk, up to an empty line.
        case trailer
        case endless
    }
    /// No head, and no line of a chunk, is longer.
    private static let limit = 65_536
    private static let longestChunk = 1 << 40

    /// The methods of the requests that are not answered to their end, oldest first.
    private var open: [String] = []
    private var state = State.head
    /// What is not understood yet.
    private var buffer: ArraySlice<UInt8> = []

    /// Whether every request has been answered to its end.
    var isQuiet: Bool {
        if case .endless = state { return false }
        return open.isEmpty
    }

    /// Whether nothing of the next answer has come: whatever is said now is taken for an answer, and not for a part of one.
    var isBetweenAnswers: Bool {
        if case .head = state { return buffer.isEmpty }
        return false
    }

    /// A request goes to the service.
    mutating func asked(_ method: String) { open.append(method) }

    /// The service has said more.
    mutating func said(_ bytes: [UInt8]) {
        if case .endless = state { return }
        buffer = buffer + bytes
        while !buffer.isEmpty, step() {}
    }

    /// - Returns: whether there may be more to be done with what has come.
    private mutating func step() -> Bool {
        switch state {
        case .head: return head()
        case .body(let count): return skip(count) { $0 > 0 ? .body($0) : nil }
        case .chunk(let count): return skip(count) { $0 > 0 ? .chunk($0) : .chunkLength }
        case .chunkLength:
            guard let line = line() else { return false }
            let digits = line.prefix { $0 != UInt8(ascii: ";") }
            guard let length = Int(String(decoding: digits, as: UTF8.self), radix: 16),
                (0...Self.longestChunk).contains(length)
            else { return giveUp() }
            state = length > 0 ? .chunk(length + 2) : .trailer
            return true
        case .trailer:
            guard let line = line() else { return false }
            if line.isEmpty { answered() }
            return true
        case .endless: return false
        }
    }

    private mutating func head() -> Bool {
        guard let end = buffer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else {
            return buffer.count > Self.limit ? giveUp() : false
        }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]), let method = open.first,
            status != 101, let fields = HeaderFields(lines.dropFirst())
        else { return giveUp() }
        buffer = buffer[end...]
        // Another one follows.
        if (100..<200).contains(status) { return true }
        if method == "HEAD" || status == 204 || status == 304 {
            answered()
        } else if fields["transfer-encoding"] != nil {
            // The last one is the outermost, and decides where the answer ends (RFC 9112, 6.3).
            guard fields.list("transfer-encoding").last == "chunked" else { return giveUp() }
            state = .chunkLength
        } else if fields["content-length"] != nil, let length = fields.contentLength {
            if length > 0 { state = .body(length) } else { answered() }
        } else {
            return giveUp()
        }
        return true
    }

    /// - Parameter next: what comes when so many are left; nil where that was all of the answer.
    private mutating func skip(_ count: Int, _ next: (Int) -> State?) -> Bool {
        let here = min(count, buffer.count)
        buffer.removeFirst(here)
        if let state = next(count - here) { self.state = state } else { answered() }
        return true
    }

    /// Without its end; nil where that has not come.
    private mutating func line() -> [UInt8]? {
        guard let end = buffer.firstRange(of: Array("\r\n".utf8)) else {
            if buffer.count > Self.limit { _ = giveUp() }
            return nil
        }
        defer { buffer = buffer[end.upperBound...] }
        return Array(buffer[..<end.lowerBound])
    }

    private mutating func answered() {
        open.removeFirst()
        state = .head
    }

    private mutating func giveUp() -> Bool {
        state = .endless
        buffer = []
        return false
    }
}
