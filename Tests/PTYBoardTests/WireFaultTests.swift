import BoardModel
import Glibc
import PTYBoard
import RigModel
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
        /// The client asks for `V`, and everything up to a silence or a hang-up is this.
        init(_ fault: String, asked text: String, _ ending: PlainClient.Ending = .silence) {
            self.init(fault) { (client, _) async throws in
                try client.send("V\r\n")
                let (heard, end) = client.read(until: nil, patience: 400)
                #expect(heard == text)
                #expect(end == ending)
            }
        }
    }

    private static let right = "V=3.30\r\n"
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    static let cases = answers + bytesOfAnswers + lines + plugs

    private static let answers = [
        Case("no_answer", asked: ""),
        Case("late_answer:delay=1500ms,for=1") { (client, _) async throws in
            try client.send("V\r\n")
            try client.send("N\r\n")
            #expect(client.read(until: right).text == "1\r\n" + right, "it falls behind the next one")
        },
        Case("stale_answer") { (client, _) async throws in
            try client.send("V\r\n")
            #expect(client.read(until: nil, patience: 300).text == right + "0\r\n", "it was asked for N before")
        },
        Case("duplicate_answer", asked: right + right),
        Case("replace:with=ERR ${n}", asked: "ERR 1\r\n"),
        Case("banner_reboot:on=^V") { (client, _) async throws in
            #expect(try client.ask("V") == "BOOT\r\n")
            #expect(try client.ask("N") == "0\r\n")
        },
    ]

    private static let bytesOfAnswers = [
        Case("corrupt_bits") { (client, _) async throws in
            try client.send("V\r\n")
            let heard = client.readBytes(count: right.utf8.count)
            #expect(zip(heard, bytes(right)).map { ($0 ^ $1).nonzeroBitCount }.reduce(0, +) == 1)
        },
        Case("drop_bytes") { (client, _) async throws in
            try client.send("V\r\n")
            #expect(client.readBytes(count: right.utf8.count, patience: 300).count == right.utf8.count - 1)
        },
        Case("partial_line:keep=3", asked: "V=3"),
        Case("wrong_eol", asked: "V=3.30\n"),
        Case("wrong_eol:with=cr", asked: "V=3.30\r"),
        Case("fragment:sizes=3,gap=100ms") { (client, _) async throws in
            try client.send("V\r\n")
            var pieces: [String] = []
            while pieces.joined().utf8.count < right.utf8.count {
                let piece = client.readBytes(count: 1) + client.readBytes(count: 8, patience: 20)
                guard !piece.isEmpty else { break }
                pieces.append(String(decoding: piece, as: UTF8.self))
            }
            #expect(pieces.joined() == right)
            #expect(pieces.count > 1)
        },
        Case("merge:gap=200ms") { (client, _) async throws in
            let start = ContinuousClock.now
            try client.send("V\r\nV\r\n")
            let first = client.readBytes(count: 1)
            #expect(ContinuousClock.now - start >= .milliseconds(200))
            // All of it is there with the first byte.
            #expect(first + client.readBytes(count: 100, patience: 0) == bytes(right + right))
        },
        Case("garbage:bytes=5,place=after,alphabet=printable") { (client, _) async throws in
            try client.send("V\r\n")
            let heard = client.readBytes(count: right.utf8.count + 5)
            #expect(heard.starts(with: bytes(right)))
            #expect(heard.count == right.utf8.count + 5)
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
        Case("echo", asked: "V\r\n" + right),
        Case("flood:text=# debug,rate=2000") { (client, board) async throws in
            try client.send("V\r\n")
            #expect(client.read(until: "# debug\r\n" + right).ending == .enough)
            #expect(client.read(until: "# debug\r\n# debug\r\n").ending == .enough)
            await board.clear()
            #expect(client.read(until: nil, patience: 300).ending == .silence)
        },
        Case("stop_reading") { (client, board) async throws in
            try client.send("V\r\n")
            #expect(client.read(until: nil, patience: 200).text == "")
            // The line fills up, and the client is told to wait.
            let more = [UInt8](repeating: 0x0A, count: 1000)
            var taken = 0
            while case let count = write(client.fd, more, more.count), count > 0, taken < 100_000 { taken += count }
            #expect(taken > 0 && taken < 100_000 && errno == EAGAIN)
            await board.clear()
            #expect(client.read(until: right).ending == .enough)
        },
        Case("xoff:for=300ms") { (client, _) async throws in
            #expect(client.readBytes(count: 1) == [0x13])
            try client.send("V\r\n")
            #expect(client.read(until: right).text == "\u{11}" + right)
        },
        Case("baud_mismatch:baud=9600") { (client, _) async throws in
            try client.send("V\r\n")
            #expect(!client.read(until: nil, patience: 300).text.contains("V=3"))
            // At the rate of the board both understand each other.
            client.set(speed: speed_t(B9600))
            try client.send("\r\n")
            _ = client.read(until: nil, patience: 300)
            #expect(try client.ask("V") == right)
        },
    ]

    private static let plugs = [
        Case("unplug:on=^V", asked: right, .hungUp),
        Case("unplug:at=mid_reply", asked: "V=3.", .hungUp),
        Case("unplug:at=mid_write", asked: "", .hungUp),
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

    func set(speed: speed_t) {
        var settings = termios()
        tcgetattr(fd, &settings)
        cfsetspeed(&settings, speed)
        tcsetattr(fd, TCSANOW, &settings)
    }
}
