import Foundation
import SerialIO
import Support
import Testing

@testable import World

@Suite("Requests that a client sends without waiting", .timeLimit(.minutes(3)))
struct AnswerOrderTests {
    /// Whether all is answered after each byte of what a service says to one request.
    private func quietAfter(_ text: String, to method: String = "GET") -> Int? {
        var counter = AnswerCounter()
        counter.asked(method)
        for (index, byte) in text.utf8.enumerated() {
            if counter.isQuiet { return index }
            counter.said([byte])
        }
        return counter.isQuiet ? text.utf8.count : nil
    }

    @Test(
        "are answered when the last byte of an answer has come, and no sooner",
        arguments: [
            ("GET", "200 OK\r\nContent-Length: 3\r\n\r\nabc"), ("GET", "200 OK\r\ncontent-length:0\r\n\r\n"),
            ("GET", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n"),
            ("GET", "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\n\r\n\r\n0\r\nX: 1\r\n\r\n"),
            ("GET", "200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
            ("GET", "204 No Content\r\n\r\n"), ("GET", "304 Not Modified\r\nContent-Length: 8\r\n\r\n"),
            ("HEAD", "200 OK\r\nContent-Length: 8\r\n\r\n"),
            ("POST", "100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\n"),
        ]) func bounds(method: String, answer: String)
    {
        let text = "HTTP/1.1 \(answer)"
        #expect(quietAfter(text, to: method) == text.utf8.count)
        var counter = AnswerCounter()
        for _ in 0..<3 { counter.asked(method) }
        counter.said(Array((text + text).utf8))
        #expect(!counter.isQuiet)
        counter.said(Array(text.utf8))
        #expect(counter.isQuiet)
    }

    @Test(
        "wait for the end of the stream where an answer has none of its own, or none that is understood",
        arguments: [
            "HTTP/1.1 200 OK\r\n\r\nabc", "HTTP/1.1 101 Switching Protocols\r\n\r\nabc", "hello\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc", "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFFFFFFFFFF\r\n",
            "HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 70_000))",
        ]) func endless(answer: String)
    {
        var counter = AnswerCounter()
        counter.asked("GET")
        counter.said(Array((answer + "HTTP/1.1 204 No Content\r\n\r\n").utf8))
        #expect(!counter.isQuiet)
    }

    @Test("are answered in their order, whether the service or the panel is asked first")
    func order() async throws {
        let outcome = try await asking("pipelining_client.py")
        #expect(
            outcome.output == """
                length held back service panel
                chunked held back service panel
                interim held back service panel
                nothing new held back service panel
                head held back service panel
                to the end held back service
                panel first panel meanwhile panel service

                """, "\(outcome.errors)")
    }

    @Test("are turned away where the answer before them takes too long, and cut off where that has begun")
    func late() async throws {
        let outcome = try await asking("impatient_clients.py", "late", patience: .milliseconds(300))
        #expect(
            outcome.output == """
                silent: HTTP/1.1 503 Service Unavailable Connection: close
                silent, refused: HTTP/1.1 503 Service Unavailable Connection: close
                events: cut off
                chunks: cut off

                """, "\(outcome.errors)")
    }

    @Test("hold nothing up where who has sent them is gone, or the service is; and the last one is answered as such")
    func ends() async throws {
        let outcome = try await asking("impatient_clients.py", "ends", patience: .seconds(600))
        #expect(
            outcome.output == """
                the service is told
                the service is told
                dead: cut off
                closing: HTTP/1.1 200 OK Connection: close
                coded: HTTP/1.1 200 OK Connection: close

                """, "\(outcome.errors)")
    }

    /// Runs a client of a published port, which plays the service too.
    private func asking(
        _ client: String, _ what: String = "", patience: Duration = .seconds(30)
    ) async throws -> BuiltProgram.Outcome {
        let path = "/tmp/uutsim-order-\(UUID()).sock"
        defer { unlink(path) }
        var port: UInt16 = 0
        let listener = try PublishedPort.listen(&port)
        defer { close(listener) }
        let reactor = try Reactor(name: "published")
        let published = PublishedPort(
            listener: listener, service: path, reactor: reactor,
            panel: BenchPanel(world: "test") { _ in ControlReply(boards: []) }, patience: patience)
        async let carrying: Void = published.run()
        let program = WorldProbe.clients.appending(path: client).path()
        let address = "127.0.0.1:\(port)"
        let outcome = try await {
            // What is carried on ends with it, also where the client cannot be started.
            defer { reactor.shutdown() }
            return try await BuiltProgram(path: "/usr/bin/python3").run([program, address, path, what], limit: 100)
        }()
        try await carrying
        return outcome
    }
}
