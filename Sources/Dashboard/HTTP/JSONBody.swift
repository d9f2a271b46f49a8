internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads the body of a request as JSON. Every way in which it can be wrong is a problem that names the key.
enum JSONBody {
    static let limit = 64 << 10

    /// - Parameter keys: all that the value may have; another one is a mistake that would otherwise go unseen.
    static func read<Value: Decodable>(
        _ type: Value.Type, keys: Set<String>, from request: Request
    ) async throws -> Value {
        // Insisting on JSON also makes browsers ask first before a page of another site may send it (CORS preflight).
        let mediaType = request.headers[.contentType]?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard mediaType == "application/json" else {
            throw ProblemReply(.unsupportedMediaType, "the body must be JSON, with Content-Type: application/json")
        }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw ProblemReply(.contentTooLarge, "the body is larger than \(limit) bytes")
        }
        let data = Data(buffer.readableBytesView)
        do {
            guard case .object(let members) = try JSONDecoder().decode(JSONValue.self, from: data) else {
                throw ProblemReply(.badRequest, "the body must be a JSON object with \(list(keys))")
            }
            if let unknown = members.keys.sorted().first(where: { !keys.contains($0) }) {
                throw ProblemReply(.unprocessableContent, "the key '\(unknown)' is unknown; known are \(list(keys))")
            }
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw ProblemReply(.badRequest, explain(error))
        }
    }

    private static func list(_ keys: Set<String>) -> String { keys.sorted().joined(separator: ", ") }

    private static func explain(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, _): return "the key '\(key.stringValue)' is missing"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            return "the key '\(path(context))' must be a \(type)"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "the key '\(path(context))' cannot be read: \(context.debugDescription)"
        default: return "the body is no valid JSON"
        }
    }
}
