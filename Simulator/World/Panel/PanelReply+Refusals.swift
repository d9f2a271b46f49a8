/// What a published port answers by itself, each in a sentence, before it closes the connection.
extension PanelReply {
    /// Nobody listens where the service ought to.
    static func noService(at socket: String) -> PanelReply {
        closing(
            503, "no service listens at \(socket) of this world: it is starting, or has ended; the panel is at /bench",
            ["Retry-After": "2"])
    }

    /// The service has taken the request and closed the connection.
    static let noAnswer = closing(
        502, "the service of this world has closed the connection without an answer; the panel is at /bench",
        ["Retry-After": "2"])

    static let tooLong = closing(413, "a request for the panel has \(RequestScanner.limit) bytes at most")

    static let unknownLength = closing(411, "a request for the panel gives the length of its body as Content-Length")

    static let badLength = closing(400, "the Content-Length of a request is a number of bytes, in digits")

    private static func closing(_ status: Int, _ sentence: String, _ headers: [String: String] = [:]) -> PanelReply {
        PanelReply(
            status, type: "text/plain; charset=utf-8", body: Array("\(sentence)\n".utf8),
            headers: headers.merging(["Connection": "close"]) { first, _ in first })
    }
}
