internal import HTTPTypes
internal import Hummingbird
internal import RigModel

/// One operation of the API: how it is reached, how it is described, and what carries it out. The router and the
/// OpenAPI document are both made from these.
struct Route: Sendable {
    typealias Handler = @Sendable (Call) async throws -> Response
    /// A part of a path.
    enum Segment: Sendable, Hashable, ExpressibleByStringLiteral {
        case literal(String)
        case parameter(PathParameter)
        init(stringLiteral value: String) { self = .literal(value) }
        static let port = Segment.parameter(.port), bib = Segment.parameter(.bib), uut = Segment.parameter(.uut)
        static let run = Segment.parameter(.run), execution = Segment.parameter(.execution)
        static let lease = Segment.parameter(.lease), alert = Segment.parameter(.alert)
    }
    enum Base: Sendable, Hashable {
        /// Below `/api/v1`, and the same below `/api`.
        case api
        /// At the root, where probes look for it.
        case root
    }

    let method: HTTPRequest.Method
    let base: Base
    let segments: [Segment]
    /// What is asked for by it, for the audit; nil where it changes nothing.
    let change: AuditAction?
    let operation: Operation
    let handle: Handler

    init(
        _ method: HTTPRequest.Method, _ segments: [Segment], base: Base = .api, changes change: AuditAction? = nil,
        _ operation: Operation,
        handle: @escaping Handler
    ) {
        self.method = method
        self.base = base
        self.segments = segments
        self.change = change
        self.operation = operation
        self.handle = handle
    }

    /// `/api/v1/logs/{bib}/{uut}`.
    var template: String {
        let path = segments.map { segment in
            switch segment {
            case .literal(let text): "/\(text)"
            case .parameter(let parameter): "/{\(parameter.rawValue)}"
            }
        }
        return (base == .api ? "/api/v1" : "") + path.joined()
    }

    /// What a call of it is about, where the path says so: what its last parameter names.
    func target(_ parameters: [PathParameter: String]) -> String? {
        for case .parameter(let parameter) in segments.reversed() { return parameters[parameter] }
        return nil
    }

    /// The parameters of a path that has the route's shape; nil for any other.
    func match(_ path: ArraySlice<String>) -> [PathParameter: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [PathParameter: String] = [:]
        for (segment, text) in zip(segments, path) {
            switch segment {
            case .literal(let literal): if literal != text { return nil }
            case .parameter(let parameter): parameters[parameter] = text
            }
        }
        return parameters
    }
}
