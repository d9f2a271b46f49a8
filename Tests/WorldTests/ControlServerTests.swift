import Foundation
import SerialIO
import Support
import Testing

@testable import World

@Suite("The control socket", .timeLimit(.minutes(3)))
struct ControlServerTests {
    @Test("cuts what it hears into lines, wherever it comes in pieces; the last one needs no end")
    func lines() {
        let all = Array("one\n\ntwo".utf8)
        for cut in 0...all.count {
            var lines = RequestLines()
            var found: [RequestLines.Line] = []
            // An empty piece is the end.
            for piece in [all[..<cut], all[cut...]].filter({ !$0.isEmpty }) + [[]] {
                lines.take(Array(piece))
                while let line = lines.next() { found.append(line) }
            }
            #expect(found == ["one", "", "two"].map { .request(Array($0.utf8)) }, "cut at \(cut)")
        }
    }

    @Test("takes a line of so many bytes, and not of one more") func limit() {
        for (count, isTaken) in [(RequestLines.longest, true), (RequestLines.longest + 1, false)] {
            for end in [[UInt8(ascii: "\n")], []] {
                var lines = RequestLines()
                let line = [UInt8](repeating: 0x20, count: count)
                lines.take(line + end)
                lines.take([])
                #expect(lines.next() == (isTaken ? .request(line) : .tooLong))
            }
        }
    }

    @Test("answers a request that ends with the stream, and says of one that is too long how long it may be")
    func careless() async throws {
        let path = "/tmp/uutsim-control-\(getpid()).sock"
        defer { unlink(path) }
        let reactor = try Reactor(name: "control")
        let server = try ControlServer(path: path, reactor: reactor) { request in
            ControlReply(boards: [], note: request.verb.rawValue)
        }
        async let serving: Void = server.run()
        let client = WorldProbe.clients.appending(path: "control_client.py").path()
        let outcome = try await {
            // What is carried on ends with it, also where the client cannot be started.
            defer { reactor.shutdown() }
            return try await BuiltProgram(path: "/usr/bin/python3").run([client, path])
        }()
        try await serving
        let tooLong = "['a request has 65536 bytes at most, and this one has more']"
        let lines = outcome.output.split(separator: "\n")
        try #require(lines.count == 8, "\(outcome.output)\(outcome.errors)")
        #expect(lines[0...2] == ["['boards']", "['boards']", "['boards', 'stop']"])
        #expect(lines[3].hasPrefix("['not a request: "))
        #expect(lines[4...] == ["[]", Substring(tooLong), Substring(tooLong), "['boards']"])
    }
}
