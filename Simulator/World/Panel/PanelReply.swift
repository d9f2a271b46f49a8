import FoundationEssentials

/// What the bench panel answers.
struct PanelReply: Sendable, Hashable {
    let status: Int
    let type: String
    let body: [UInt8]
    var headers: [String: String] = [:]

    init(_ status: Int, type: String = "application/json", body: [UInt8], headers: [String: String] = [:]) {
        self.status = status
        self.type = type
        self.body = body
        self.headers = headers
    }

    init(_ status: Int, _ value: some Encodable, headers: [String: String] = [:]) {
        // Made of strings, numbers and lists of them, so encoding cannot fail.
        self.init(status, body: Array((try? ControlJSON.encoder.encode(value)) ?? Data("{}".utf8)), headers: headers)
    }

    private static let reasons = [
        200: "OK", 308: "Permanent Redirect", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 409: "Conflict", 411: "Length Required", 413: "Content Too Large",
        415: "Unsupported Media Type", 502: "Bad Gateway", 503: "Service Unavailable",
    ]

    /// The same as the last word on a connection.
    var closing: PanelReply {
        var reply = self
        reply.headers["Connection"] = "close"
        return reply
    }

    /// - Parameter isHead: without its body.
    func bytes(isHead: Bool) -> [UInt8] {
        var lines = [
            "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Status")", "Content-Type: \(type)",
            "Content-Length: \(body.count)", "Cache-Control: no-store", "X-Content-Type-Options: nosniff",
            "Referrer-Policy: no-referrer", "X-Frame-Options: DENY",
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ]
        lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (isHead ? [] : body)
    }
}
