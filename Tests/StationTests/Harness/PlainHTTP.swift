import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Requests as somebody might make them who does not use our client.
struct PlainHTTP: Sendable {
    struct Answer: Sendable {
        let status: Int
        let contentType: String
        let headers: [String: String]
        let body: String
    }

    let socket: String

    func send(
        _ method: String, _ path: String, body: String? = nil, contentType: String = "application/json"
    ) async throws -> Answer {
        let host = socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socket
        var request = HTTPClientRequest(url: "http+unix://\(host)\(path)")
        request.method = HTTPMethod(rawValue: method)
        // The library gives a request over a Unix socket none.
        request.headers.add(name: "Host", value: "localhost")
        if let body {
            request.headers.add(name: "Content-Type", value: contentType)
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let headers = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        return Answer(
            status: Int(response.status.code), contentType: headers["content-type"] ?? "", headers: headers,
            body: String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }
}
