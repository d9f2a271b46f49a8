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
            do { return try JSONDecoder().decode(type, from: data) } catch DecodingError.dataCorrupted(let context)
                where context.codingPath.isEmpty
            {
                // The JSON is sound; what does not fit is a number, and Foundation does not tell which.
                guard let key = members.first(where: { $0.value.isFraction })?.key else { throw unreadable(members) }
                throw ProblemReply(.badRequest, "the key '\(key)' must be a whole number")
            }
        } catch let error as DecodingError {
            throw ProblemReply(.badRequest, explain(error))
        }
    }

    private static func unreadable(_ members: [String: JSONValue]) -> ProblemReply {
        ProblemReply(.badRequest, "a value cannot be read; given are \(list(Set(members.keys)))")
    }

    /// What JSON calls it.
    private static func words(for type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any FixedWidthInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is any RangeReplaceableCollection.Type: "a list"
        default: "an object"
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
            return "the key '\(path(context))' must be \(words(for: type))"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            return "the key '\(path(context))' cannot be read: \(context.debugDescription)"
        default: return "the body is no valid JSON"
        }
    }
}
