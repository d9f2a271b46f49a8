/// A request for the bench panel, as far as the panel has to know it.
struct PanelRequest: Sendable, Hashable {
    let method: String
    /// Without its query.
    let path: String
    let headers: HeaderFields
    var body: [UInt8] = []

    /// - Parameter head: up to and with the empty line.
    init?(head: some Collection<UInt8>) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        method = String(words[0])
        path = String(words[1].prefix { $0 != "?" })
        guard let headers = HeaderFields(lines.dropFirst()) else { return nil }
        self.headers = headers
    }

    var isForPanel: Bool { path == "/bench" || path.hasPrefix("/bench/") }

    /// Whether its client asks for nothing behind it.
    var isLast: Bool { headers.list("connection").contains("close") }

    /// Whether a first line is one of HTTP/1.
    static func isRequestLine(_ line: some Collection<UInt8>) -> Bool {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        return words.count == 3 && words[2].hasPrefix("HTTP/1.")
    }
}
