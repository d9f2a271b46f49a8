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

    /// The service has not answered what was asked before.
    static let late = refusing(
        503, "the service has not answered what was asked before on this connection; ask the panel on another")

    static let tooLong = refusing(413, "a request for the panel has \(RequestScanner.limit) bytes at most")

    static let unknownLength = refusing(411, "a request for the panel gives the length of its body as Content-Length")

    static let badLength = refusing(400, "the Content-Length of a request is a number of bytes, in digits")

    /// As the panel says it of a request that it has read.
    private static func refusing(_ status: Int, _ sentence: String) -> PanelReply {
        PanelReply(status, ControlReply(error: sentence), headers: ["Connection": "close"])
    }

    /// For people: it stands in the place of a page.
    private static func closing(_ status: Int, _ sentence: String, _ headers: [String: String]) -> PanelReply {
        PanelReply(
            status, type: "text/plain; charset=utf-8", body: Array("\(sentence)\n".utf8),
            headers: headers.merging(["Connection": "close"]) { first, _ in first })
    }
}
