import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
public import RigModel

/// Runs as files.
extension APIClient {
    /// One run, whole.
    public func export(_ id: ExecutionID, as format: ExportFormat) async throws(APIClientError) -> [UInt8] {
        try await raw("executions/\(Self.encoded(id.rawValue))/export", query: [("format", format.rawValue)])
    }

    /// Runs that have ended, oldest first, piece by piece as they come.
    ///
    /// - Parameter query: of GET exports, without `format`.
    /// - Throws: `lost` where the answer breaks off, other kinds of `APIClientError`, and what `body` throws.
    public func exports(
        _ query: [(String, String)], as format: ExportFormat, _ body: ([UInt8]) throws -> Void
    ) async throws {
        let path = "/api/v1/exports" + Self.queryText([("format", format.rawValue)] + query)
        let response = try await send(HTTPClientRequest(url: address.url(path)), deadline: .distantFuture)
        guard response.status == .ok else { throw await problem(of: response) }
        var chunks = response.body.makeAsyncIterator()
        while true {
            let chunk: ByteBuffer?
            do { chunk = try await chunks.next() } catch {
                throw APIClientError.lost(address, reason: Self.reason(error))
            }
            guard let chunk else { return }
            try body(Array(chunk.readableBytesView))
        }
    }
}
