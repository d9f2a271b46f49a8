internal import HTTPTypes
internal import Hummingbird
internal import RigModel

/// An answer that is an error, thrown by whatever cannot answer; RFC 9457.
struct ProblemReply: Error, Sendable {
    var status: HTTPResponse.Status
    /// For programs; `about:blank` where the status says all.
    var type = "about:blank"
    /// What is wrong and what to do about it.
    var detail: String
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ detail: String, headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    func response(instance: String) -> Response {
        let problem = API.Problem(
            type: type, title: status.reasonPhrase, status: status.code, detail: detail, instance: instance)
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONText.bytes(problem)))
        )
    }
}
