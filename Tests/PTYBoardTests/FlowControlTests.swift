import BoardModel
import Glibc
import PTYBoard
import RigModel
import Support
import Testing

/// XOFF and XON, as a client meets them that has told its tty to heed them.
@Suite(.timeLimit(.minutes(2))) struct FlowControlTests {
    private static let rules = "rules: [ { on: '^V$', reply: \"V=3.30\" } ]"
    private static let answer = "V=3.30\r\n"

    @Test func whoHeedsXOFFSendsNothingUntilItIsOver() async throws {
        try await withBoard(Self.rules) { board in
            let client = try await Self.stoppedClient(of: board)
            await board.clear()
            try await eventually("the line takes bytes again") { client.put("V\r\n") }
            #expect(client.read(until: Self.answer).text == Self.answer)
        }
    }

    /// As with an adapter, whose line begins anew when it is opened.
    @Test(arguments: [true, false]) func whoOpensAnewIsNotStopped(hasEnded: Bool) async throws {
        try await withBoard(Self.rules) { board in
            do { _ = try await Self.stoppedClient(of: board) }
            try await eventually("the board has seen its client leave") {
                await board.trace.entries.contains { $0.event == .closed(.a) }
            }
            if hasEnded { await board.clear() }
            let next = try PlainClient(try #require(await board.lines[.a]), heedsXOFF: true)
            #expect(next.put("V\r\n"), "the line is stopped still")
            try await eventually("the board has seen the next one come") {
                await board.trace.entries.last { [.opened(.a), .closed(.a)].contains($0.event) }?.event == .opened(.a)
            }
            if !hasEnded { await board.clear() }
            #expect(next.read(until: Self.answer).text == Self.answer)
        }
    }

    /// One that the board has told to stop, and that has.
    private static func stoppedClient(of board: PTYBoard) async throws -> PlainClient {
        let client = try PlainClient(try #require(try await board.plug()[.a]), heedsXOFF: true)
        // Until the board knows of the client, what it says is lost.
        #expect(try client.ask("V") == answer)
        await board.arm(try Fault(argument: "xoff"))
        // An empty line, as some may be taken until then.
        try await eventually("the line takes no bytes") { !client.put("\r\n") && errno == EAGAIN }
        return client
    }
}

extension PlainClient {
    /// Whether all of it was taken at once.
    func put(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.write(fd, bytes, bytes.count) == bytes.count
    }
}
