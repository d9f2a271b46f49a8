import BoardModel
import Glibc
import PTYBoard
import RigModel
import Support
import Testing

/// Each fault that a board carries out itself, on a real pty, as a raw client sees it on the wire.
@Suite(.timeLimit(.minutes(2))) struct WireFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// As `--fault` takes it.
        let fault: String
        /// What the client sees and does.
        let see: @Sendable (PlainClient, PTYBoard) async throws -> Void
        var kind: String { String(fault.prefix { $0 != ":" }) }
        var testDescription: String { fault }

        init(_ fault: String, _ see: @escaping @Sendable (PlainClient, PTYBoard) async throws -> Void) {
            self.fault = fault
            self.see = see
        }
        /// The client asks for `V`, at which the fault strikes, and then for `N`: this is all that comes in front of that.
        init(_ fault: String, onV text: String) {
            self.init(fault + (fault.contains(":") ? "," : ":") + "on=^V") { (client, _) async throws in
                try client.send("V\r\nN\r\n")
                #expect(client.read(until: text + next).text == text + next)
            }
        }
        /// The client asks for `V`, and everything until the line hangs up is this.
        init(_ fault: String, untilItHangsUp text: String) {
            self.init(fault) { (client, _) async throws in
                try client.send("V\r\n")
                #expect(client.read(until: nil) == (text, .hungUp))
            }
        }
    }

    private static let right = "V=3.30\r\n"
    /// The answer to `N` after one `V`.
    private static let next = "1\r\n"
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    static let cases = answers + bytesOfAnswers + lines + plugs

    private static let answers = [
        Case("no_answer", onV: ""),
        Case("late_answer:delay=1500ms,for=1") { (client, _) async throws in
            try client.send("V\r\n")
            try client.send("N\r\n")
            #expect(client.read(until: right).text == "1\r\n" + right, "it falls behind the next one")
        },
        // It was asked for N before.
        Case("stale_answer", onV: right + "0\r\n"),
        Case("duplicate_answer", onV: right + right),
        Case("replace:with=ERR ${n}", onV: "ERR 1\r\n"),
        Case("banner_reboot:on=^V") { (client, _) async throws in
            #expect(try client.ask("V") == "BOOT\r\n")
            #expect(try client.ask("N") == "0\r\n")
        },
    ]

    private static let bytesOfAnswers = [
        Case("corrupt_bits:on=^V") { (client, _) async throws in
            try client.send("V\r\nN\r\n")
            let heard = client.readBytes(count: (right + next).utf8.count)
            #expect(zip(heard, bytes(right)).map { ($0 ^ $1).nonzeroBitCount }.reduce(0, +) == 1)
            #expect(heard.suffix(next.utf8.count) == bytes(next)[...])
        },
        Case("drop_bytes:on=^V") { (client, _) async throws in
            try client.send("V\r\nN\r\n")
            let heard = client.readBytes(count: (right + next).utf8.count - 1)
            #expect(heard.suffix(next.utf8.count) == bytes(next)[...])
            let rest = heard.dropLast(next.utf8.count)
            #expect(bytes(right).indices.contains { bytes(right)[..<$0] + bytes(right)[($0 + 1)...] == rest[...] })
        },
        Case("partial_line:keep=3", onV: "V=3"),
        Case("wrong_eol", onV: "V=3.30\n"),
        Case("wrong_eol:with=cr", onV: "V=3.30\r"),
        Case("fragment:sizes=4,gap=2s") { (client, board) async throws in
            let before = await board.counters.lines[.a]?.bytesSent ?? 0
            try client.send("V\r\n")
            #expect(client.readBytes(count: 4) == bytes("V=3."))
            // So far the board has said no more than that.
            #expect(await board.counters.lines[.a]?.bytesSent == before + 4)
            #expect(client.readBytes(count: 4) == bytes("30\r\n"))
        },
        Case("merge:gap=200ms") { (client, _) async throws in
            let start = ContinuousClock.now
            try client.send("V\r\nV\r\n")
            let first = client.readBytes(count: 1)
            #expect(ContinuousClock.now - start >= .milliseconds(200))
            // All of it is there with the first byte.
            #expect(first + client.readBytes(count: 100, patience: 0) == bytes(right + right))
        },
        Case("garbage:bytes=5,place=after,alphabet=printable,on=^V") { (client, _) async throws in
            try client.send("V\r\nN\r\n")
            let heard = client.readBytes(count: (right + next).utf8.count + 5)
            #expect(heard.starts(with: bytes(right)))
            #expect(heard.dropFirst(right.utf8.count).prefix(5).allSatisfy { (0x20...0x7E).contains($0) })
            #expect(heard.suffix(next.utf8.count) == bytes(next)[...])
        },
    ]

    private static let lines = [
        Case("noise_at_boot:bytes=7") { (client, board) async throws in
            // The port was open before the fault was armed: the next power-on is what it waits for.
            await board.unplug()
            let again = try PlainClient(try #require(try await board.plug()[.a]))
            #expect(again.readBytes(count: 7).count == 7)
            #expect(try again.ask("V") == right)
        },
        Case("echo") { (client, _) async throws in
            try client.send("V\r\n")
            #expect(client.read(until: right).text == "V\r\n" + right)
            #expect(try client.ask("N", lines: 2) == "N\r\n" + next)
        },
        Case("flood:text=# debug,rate=2000") { (client, board) async throws in
            try client.send("V\r\n")
            #expect(client.read(until: "# debug\r\n" + right).ending == .enough)
            #expect(client.read(until: "# debug\r\n# debug\r\n").ending == .enough)
            await board.clear()
            try client.send("V\r\n")
            #expect(client.read(until: right).ending == .enough)
            // By the board's own clock there would be dozens of lines in front of this one.
            #expect(try client.ask("W") == "later\r\n")
        },
        Case("stop_reading") { (client, board) async throws in
            let before = await board.counters.lines[.a]
            try client.send("V\r\n")
            // The line fills up, and the client is told to wait.
            let more = [UInt8](repeating: 0x0A, count: 1000)
            var taken = 0
            while case let count = write(client.fd, more, more.count), count > 0, taken < 100_000 { taken += count }
            #expect(taken > 0 && taken < 100_000 && errno == EAGAIN)
            #expect(await board.counters.lines[.a] == before, "nothing is heard or said")
            await board.clear()
            #expect(client.read(until: right).text == right)
        },
        Case("xoff:for=300ms") { (client, _) async throws in
            #expect(client.readBytes(count: 1) == [0x13])
            try client.send("V\r\n")
            #expect(client.read(until: right).text == "\u{11}" + right)
        },
        Case("baud_mismatch:baud=9600") { (client, board) async throws in
            let before = await board.counters.lines[.a]?.bytesReceived ?? 0
            try client.send("V\r\n")
            try await eventually("the board has heard three bytes") {
                await board.counters.lines[.a]?.bytesReceived == before + 3
            }
            // At the rate of the board both understand each other: from there on, and not what was asked before.
            client.set(speed: speed_t(B9600))
            #expect(try client.ask("\r\nV") == right)
            #expect(try client.ask("N") == next)
        },
    ]

    private static let plugs = [
        Case("unplug:on=^V", untilItHangsUp: right),
        Case("unplug:at=mid_reply", untilItHangsUp: "V=3."),
        Case("unplug:at=mid_write", untilItHangsUp: ""),
        Case("unplug") { (client, _) async throws in #expect(client.read(until: nil) == ("", .hungUp)) },
        Case("unplug:at=opening") { (client, board) async throws in
            let other = try PlainClient(try #require(await board.lines[.b]))
            #expect(other.read(until: nil) == ("", .hungUp))
            #expect(client.read(until: nil) == ("", .hungUp))
        },
        Case("replug:after=1ms,on=^V") { (client, board) async throws in
            #expect(try client.ask("V") == right)
            #expect(client.read(until: nil).ending == .hungUp)
            var requests = board.requests.makeAsyncIterator()
            #expect(await requests.next() == .unplugged)
            #expect(await requests.next() == .replug(Comeback(after: .milliseconds(1))))
        },
    ]

    @Test(arguments: cases) func eachIsSeenOnTheWire(item: Case) async throws {
        let rules = """
            vars: { n: 0 }
            rules:
              - { on: '^V$', reply: "V=3.30", set: { n: "n + 1" } }
              - { on: '^N$', reply: "${n}" }
              - { on: '^W$', reply: "later", delay: 100ms }
            """
        try await withBoard(rules, pid: "6010", channels: "{ A: {}, B: {} }") { board in
            let client = try PlainClient(try #require(try await board.plug()[.a]))
            // Until the board knows of the client, what it says is lost.
            #expect(try client.ask("N") == "0\r\n")
            await board.arm(try Fault(argument: item.fault))
            try await item.see(client, board)
            #expect(await board.counters.strikes.values.reduce(0, +) >= 1)
        }
    }

    @Test func noFaultOfABoardIsLeftOut() {
        let kinds = FaultCatalogue.entries.filter { $0.carrier == .board }.map(\.name)
        #expect(Set(Self.cases.map(\.kind)) == Set(kinds))
    }
}

extension PlainClient {
    /// Up to so many bytes, fewer where nothing came for a while.
    func readBytes(count: Int, patience: Int32 = 10_000) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var ready = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, patience) > 0 else { break }
            var buffer = [UInt8](repeating: 0, count: count - bytes.count)
            let got = Glibc.read(fd, &buffer, buffer.count)
            guard got > 0 else { break }
            bytes += buffer.prefix(got)
        }
        return bytes
    }

    /// Sends a line, and reads so many.
    func ask(_ line: String, lines: Int) throws -> String {
        try send(line + "\r\n")
        return (0..<lines).map { _ in read(until: "\r\n").text }.joined()
    }

    func set(speed: speed_t) {
        var settings = termios()
        tcgetattr(fd, &settings)
        cfsetspeed(&settings, speed)
        tcsetattr(fd, TCSANOW, &settings)
    }
}
