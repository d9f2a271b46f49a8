import FoundationEssentials
import NIOCore
import NIOPosix
import RigModel
import Testing

@testable import Dashboard

/// Speaks HTTP/1.1 over a plain socket, so that tests see the bytes that a browser would.
struct RawClient: Sendable {
    let address: ListenAddress
    /// Of the socket; a small one makes a client that does not read stall soon. nil leaves it to the system.
    var receiveBuffer: Int?

    /// Sends one request on a connection of its own.
    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: String = "", host: String? = nil
    ) async throws -> RawResponse {
        try await withConnection { inbound, outbound in
            try await outbound.write(
                Self.request(method, path, headers + [("Connection", "close")], body, host: host ?? self.host))
            var bytes: [UInt8] = []
            for try await buffer in inbound { bytes.append(contentsOf: buffer.readableBytesView) }
            return try RawResponse(bytes)
        }
    }

    func get(_ path: String, headers: [(String, String)] = []) async throws -> RawResponse {
        try await send("GET", path, headers: headers)
    }

    /// POST of JSON.
    func post(_ path: String, _ body: String, headers: [(String, String)] = []) async throws -> RawResponse {
        try await send("POST", path, headers: headers + [("Content-Type", "application/json")], body: body)
    }

    /// Opens an event stream and hands out its messages.
    func events<Value: Sendable>(
        _ query: String = "", headers: [(String, String)] = [],
        _ body: (inout EventMessages) async throws -> Value
    ) async throws -> Value {
        try await withConnection { inbound, outbound in
            try await outbound.write(Self.request("GET", "/api/v1/events\(query)", headers, "", host: host))
            var messages = EventMessages(inbound: inbound.makeAsyncIterator())
            return try await body(&messages)
        }
    }

    func withConnection<Value: Sendable>(
        _ body: (NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws ->
            Value
    ) async throws -> Value {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
        }
        @Sendable func wrap(_ channel: any NIOCore.Channel) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>>
        {
            channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
        }
        let channel =
            switch address {
            case .tcp(let host, let port):
                try await bootstrap.connect(host: host, port: port, channelInitializer: wrap)
            case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: wrap)
            }
        return try await channel.executeThenClose { inbound, outbound in try await body(inbound, outbound) }
    }

    private var host: String {
        if case .tcp = address { address.description } else { "localhost" }
    }

    static func request(
        _ method: String, _ path: String, _ headers: [(String, String)], _ body: String, host: String
    ) -> ByteBuffer {
        var text = "\(method) \(path) HTTP/1.1\r\n"
        if !host.isEmpty { text += "Host: \(host)\r\n" }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\r\n" }
        return ByteBuffer(string: text + "\r\n" + body)
    }
}

/// An answer as it came.
struct RawResponse: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    init(_ bytes: [UInt8]) throws {
        let end = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8)))
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        status = try #require(Int(lines[0].split(separator: " ")[1]))
        headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (parts[0].lowercased(), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        body = Array(bytes[end.upperBound...])
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name.lowercased() }?.value }
    var text: String { String(decoding: body, as: UTF8.self) }
    func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body))
    }
    /// The body as a problem, which it has to be.
    func problem() throws -> API.Problem {
        #expect(header("content-type") == "application/problem+json")
        let problem = try json(API.Problem.self)
        #expect(problem.status == status)
        return problem
    }
}
