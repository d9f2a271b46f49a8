internal import HTTPTypes
internal import Hummingbird

/// A file as it is, or a range of its bytes. It may grow meanwhile: what is sent is what was there when it was asked
/// for.
struct FileReply: Sendable {
    let path: String
    let contentType: String

    func response(to call: Call) async throws -> Response {
        let files = FileIO()
        let whole: ResponseBody
        do {
            whole = try await files.loadFile(path: path, context: call.context)
        } catch is HTTPError {
            throw ProblemReply(.notFound, "the file of this log is gone; 'portpool logs rebuild' makes it anew")
        }
        let size = whole.contentLength ?? 0
        var headers: HTTPFields = [
            .contentType: contentType, .acceptRanges: "bytes", .cacheControl: "no-cache",
            .contentDisposition: "inline; filename=\"\(path.split(separator: "/").last ?? "log")\"",
        ]
        switch ByteRange(call.request.headers[.range], size: size) {
        case .whole: return Response(status: .ok, headers: headers, body: whole)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(size)"
            let part = try await files.loadFile(path: path, range: range, context: call.context)
            return Response(status: .partialContent, headers: headers, body: part)
        case .unsatisfiable:
            throw ProblemReply(
                .rangeNotSatisfiable, "the file has \(size) bytes", headers: [.contentRange: "bytes */\(size)"])
        }
    }
}
