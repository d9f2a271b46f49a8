/// A request for the bench panel, as far as the panel has to know it.
struct PanelRequest: Sendable, Hashable {
    let method: String
    /// Without its query.
    let path: String
    /// By name in small letters; of those that come twice, the last.
    let headers: [String: String]
    var body: [UInt8] = []

    /// - Parameter head: up to and with the empty line.
    init?(head: some Collection<UInt8>) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        method = String(words[0])
        path = String(words[1].prefix { $0 != "?" })
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...]
            let blanks: Set<Character> = [" ", "\t"]
            let trimmed = value.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed()
            headers[line[..<colon].lowercased()] = String(trimmed)
        }
        self.headers = headers
    }

    /// What `Content-Length` says, 0 where there is none; nil where that is no number of bytes.
    var bodyLength: Int? {
        guard let text = headers["content-length"] else { return 0 }
        // `Int` alone would read a sign too.
        return text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    var isForPanel: Bool { path == "/bench" || path.hasPrefix("/bench/") }

    /// Whether a first line is one of HTTP/1.
    static func isRequestLine(_ line: some Collection<UInt8>) -> Bool {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        return words.count == 3 && words[2].hasPrefix("HTTP/1.")
    }
}
