import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
public import RigModel

/// Talks to a service as the command line does: by its Unix socket or by TCP.
public struct APIClient: Sendable {
    public let address: APIAddress
    private let http: HTTPClient
    /// For an answer to come; event streams last as long as they like.
    private let patience: TimeAmount = .seconds(Self.answerSeconds)
    private static let (connectSeconds, readSeconds, answerSeconds): (Int64, Int64, Int64) = (5, 40, 30)

    public init(_ address: APIAddress) {
        self.address = address
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(Self.connectSeconds)
        // Between two bytes; an idle event stream has a heartbeat every 15 s.
        configuration.timeout.read = .seconds(Self.readSeconds)
        configuration.decompression = .disabled
        // Where nobody listens that is known at once; whoever wants to wait for a service asks again.
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Frees the connections. The client is of no use afterwards.
    public func close() async { try? await http.shutdown() }

    /// A client for the length of `body`.
    public static func with<Result>(
        _ address: APIAddress, _ body: (APIClient) async throws -> Result
    ) async throws -> Result {
        let client = APIClient(address)
        do {
            let result = try await body(client)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }

    // MARK: Questions

    public func status() async throws(APIClientError) -> API.Status { try await get("status") }
    public func ports() async throws(APIClientError) -> API.Ports { try await get("ports") }
    public func bibs() async throws(APIClientError) -> API.BIBs { try await get("bibs") }
    public func metrics(window: String) async throws(APIClientError) -> API.Metrics {
        try await get("metrics", query: [("window", window)])
    }
    public func snapshot() async throws(APIClientError) -> API.Snapshot { try await get("snapshot") }
    public func executions(_ query: [(String, String)] = []) async throws(APIClientError) -> API.Executions {
        try await get("executions", query: query)
    }
    public func execution(_ id: ExecutionID) async throws(APIClientError) -> API.ExecutionDetails {
        try await get("executions/\(Self.encoded(id.rawValue))")
    }
    public func logTree() async throws(APIClientError) -> API.LogTree { try await get("logs") }
    public func log(
        _ bib: BIBID, _ uut: UUTInstanceID, tail: Int
    ) async throws(APIClientError) -> API.UnitLog {
        try await get(
            "logs/\(Self.encoded(bib.rawValue))/\(Self.encoded(uut.rawValue))", query: [("tail", "\(tail)")])
    }
    /// The readable log of one run, as it is in its file.
    public func logFile(
        _ bib: BIBID, _ uut: UUTInstanceID, _ run: ExecutionID
    ) async throws(APIClientError) -> [UInt8] {
        try await bytes(
            .GET,
            "logs/\(Self.encoded(bib.rawValue))/\(Self.encoded(uut.rawValue))/\(Self.encoded(run.rawValue))")
    }

    // MARK: Orders

    /// - Parameter key: of this order alone; asked again with the same key, the service starts nothing twice.
    public func start(
        _ order: API.StartExecution, key: String? = nil
    ) async throws(APIClientError) -> API.StartedExecutions {
        let body: Data
        do { body = try JSONEncoder().encode(order) } catch { throw .unintelligible("\(error)") }
        return try decode(try await bytes(.POST, "executions", body: Array(body), key: key))
    }
    public func abort(_ id: ExecutionID) async throws(APIClientError) {
        _ = try await bytes(.DELETE, "executions/\(Self.encoded(id.rawValue))")
    }

    // MARK: Events

    /// Hands each event over until `body` answers false or the stream ends.
    ///
    /// - Parameter after: a position from a snapshot; events strictly after it are sent.
    /// - Throws: `lost` where the connection breaks or falls silent, heartbeats and all; `CancellationError`; what
    ///   `body` throws.
    public func events(
        query: [(String, String)] = [], _ body: @Sendable (ServerEvent) async throws -> Bool
    ) async throws {
        var request = HTTPClientRequest(url: address.url("/api/v1/events" + Self.queryText(query)))
        request.headers.add(name: "Accept", value: "text/event-stream")
        let response = try await send(request, deadline: .distantFuture)
        guard response.status == .ok else { throw await problem(of: response) }
        var parser = ServerSentEvents()
        var chunks = response.body.makeAsyncIterator()
        while true {
            let chunk: ByteBuffer?
            do { chunk = try await chunks.next() } catch {
                try Task.checkCancellation()
                // Of the socket, of HTTP, of the client library: there are many kinds, and they all mean this.
                throw APIClientError.lost(address, reason: Self.reason(error))
            }
            guard let chunk else { return }
            for event in parser.read(chunk.readableBytesView) where try await !body(event) { return }
        }
    }

    /// Decodes the JSON of an event.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, _ event: ServerEvent
    ) throws(APIClientError) -> Value {
        do { return try JSONDecoder().decode(type, from: Data(event.data.utf8)) } catch {
            throw .unintelligible("event \(event.name): \(error)")
        }
    }

    // MARK: Requests

    /// The answer to any GET, as it came.
    public func raw(_ path: String, query: [(String, String)] = []) async throws(APIClientError) -> [UInt8] {
        try await bytes(.GET, path + Self.queryText(query))
    }

    func get<Value: Decodable>(
        _ path: String, query: [(String, String)] = []
    ) async throws(APIClientError) -> Value {
        try decode(try await bytes(.GET, path + Self.queryText(query)))
    }

    func decode<Value: Decodable>(_ bytes: [UInt8]) throws(APIClientError) -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(bytes)) } catch {
            throw .unintelligible("\(error)")
        }
    }

    func bytes(
        _ method: HTTPMethod, _ path: String, body: [UInt8]? = nil, key: String? = nil
    ) async throws(APIClientError) -> [UInt8] {
        var request = HTTPClientRequest(url: address.url("/api/v1/\(path)"))
        request.method = method
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        let response = try await send(request, deadline: .now() + patience)
        guard (200..<300).contains(response.status.code) else { throw await problem(of: response) }
        do {
            return Array(try await response.body.collect(upTo: 256 << 20).readableBytesView)
        } catch { throw .lost(address, reason: Self.reason(error)) }
    }

    func send(
        _ request: HTTPClientRequest, deadline: NIODeadline
    ) async throws(APIClientError) -> HTTPClientResponse {
        var request = request
        // The client library gives a request over a Unix socket no Host, which HTTP/1.1 demands.
        if case .unixSocket = address { request.headers.add(name: "Host", value: "localhost") }
        do { return try await http.execute(request, deadline: deadline) } catch {
            throw .unreachable(address, reason: Self.reason(error))
        }
    }

    func problem(of response: HTTPClientResponse) async -> APIClientError {
        let body = (try? await response.body.collect(upTo: 1 << 20)).map { Data($0.readableBytesView) } ?? Data()
        if let problem = try? JSONDecoder().decode(API.Problem.self, from: body) { return .problem(problem) }
        return .problem(
            API.Problem(title: response.status.reasonPhrase, status: Int(response.status.code), detail: nil))
    }

    static func reason(_ error: any Error) -> String {
        if error is HTTPParserError { return "it ended in the midst of an answer" }
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
        if let error = error as? SocketAddressError, case .unixDomainSocketPathTooLong = error {
            return "the path is longer than the 107 bytes of a Unix socket"
        }
        if error is CancellationError { return "nobody waits for the answer any more" }
        guard let error = error as? HTTPClientError else { return "\(error)" }
        return switch error {
        case .connectTimeout: "no answer within \(connectSeconds) s"
        case .readTimeout: "nothing more came for \(readSeconds) s"
        case .deadlineExceeded: "no answer within \(answerSeconds) s"
        case .remoteConnectionClosed: "it closed the connection"
        case .cancelled: "nobody waits for the answer any more"
        default: error.shortDescription
        }
    }

    static func encoded(_ part: String) -> String {
        part.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~@")))
            ?? part
    }

    static func queryText(_ query: [(String, String)]) -> String {
        query.isEmpty ? "" : "?" + query.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }
}
