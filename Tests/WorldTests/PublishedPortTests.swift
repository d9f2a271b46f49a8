import Foundation
import Support
import Testing
import World

@Suite("A published port", .timeLimit(.minutes(3)))
struct PublishedPortTests {
    /// Shell: a TCP conversation with the host's port, from outside the world.
    private static let client = """
        exec 3<>/dev/tcp/${1%:*}/${1#*:}; echo '{"do":"boards"}' >&3; timeout 10 head -n1 <&3
        """

    @Test("leads from the host's loopback to a socket of the world, both ways")
    func forward() async throws {
        let probe = try WorldProbe("publish")
        defer { probe.remove() }
        // The control socket stands in for the service's: it is a server that is there anyway.
        async let world = probe.sh(
            """
            echo $UUTSIM_PUBLISHED > $FOLDER/new && mv $FOLDER/new $FOLDER/address
            \(WorldProbe.until("[ -e $FOLDER/done ]"))
            """, options: ["--publish", "0", "--socket", "control.sock"])
        let address = probe.folder.appending(path: "address")
        for _ in 0..<3_000 where !FileManager.default.fileExists(atPath: address.path()) {
            try await Task.sleep(for: .milliseconds(10))
        }
        let text = try String(contentsOf: address, encoding: .utf8).trimmingCharacters(in: .newlines)
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await BuiltProgram(path: "/bin/bash").run(["-c", Self.client, "client", text]).output
                }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        try Data().write(to: probe.folder.appending(path: "done"))
        #expect(answers.count == 4)
        #expect(answers.allSatisfy { $0.hasPrefix("{\"boards\":[") && $0.contains("FT7DEMO1") })
        #expect(try await world.status == 0)
    }

    @Test("says so in a sentence where no service is there, or none that answers")
    func withoutService() async throws {
        let probe = try WorldProbe("noservice")
        defer { probe.remove() }
        let client = WorldProbe.clients.appending(path: "absent_service.py").path()
        let outcome = try await probe.sh(
            "/usr/bin/python3 \(client) $UUTSIM_PUBLISHED $PORTPOOL_PUBLISH_SOCKET",
            options: ["--quiet", "--publish", "0"], prefix: WorldProbe.forbidden)
        #expect(
            outcome.output == """
                503 2 text/plain; charset=utf-8 no service listens
                200
                413 application/json a request for the panel has 65536 bytes at most
                502 the service of this world has closed the connection without an answer

                """, "\(outcome.errors)")
    }

    @Test("that is in use is refused with its number, before any world is made")
    func inUse() async throws {
        let probe = try WorldProbe("inuse")
        defer { probe.remove() }
        var port: UInt16 = 0
        let listener = try PublishedPort.listen(&port)
        defer { close(listener) }
        let outcome = try await probe.sh("echo started", options: ["--publish", "\(port)"])
        #expect(outcome.status == 2)
        #expect(outcome.errors == "uutsim: cannot publish at 127.0.0.1:\(port): Address already in use\n")
        #expect(outcome.output.isEmpty)
    }
}
