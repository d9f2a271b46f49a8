import BoardModel
import Glibc
import PTYBoard
import RigModel
import Support
import Testing

/// A board on real ptys, seen by a program that uses plain termios.
@Suite(.timeLimit(.minutes(1))) struct PTYBoardTests {
    private static let rules = """
        rules:
          - { on: '^ATZ$', reply: "OK", delay: 5ms..10ms, goto: ready }
          - { in: ready, on: '^V$', reply: "V=3.30 and some more" }
          - { on: '.', reply: "ERR" }
        """

    @Test func answersAPlainClient() async throws {
        try await withBoard(Self.rules) { board in
            let path = try #require(try await board.plug()[.a])
            let client = try PlainClient(path)
            #expect(try client.ask("V") == "ERR\r\n")
            #expect(try client.ask("ATZ") == "OK\r\n")
            #expect(try client.ask("V") == "V=3.30 and some more\r\n")
            #expect(await board.state(of: .a) == "ready")
            #expect(await board.counters.lines[.a]?.bytesSent == 5 + 4 + 22)
        }
    }

    @Test func aPortIsRawAndHasNothingToReadWhenItIsOpened() async throws {
        try await withBoard("spontaneous: [ { channel: A, every: 2ms, emit: 'noise' } ]") { board in
            let path = try #require(try await board.plug()[.a])
            // Nobody listens yet: what is said is lost.
            try await eventually("noise") { await (board.counters.lines[.a]?.bytesUnheard ?? 0) > 20 }
            let fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK)
            defer { close(fd) }
            var settings = termios()
            #expect(tcgetattr(fd, &settings) == 0)
            #expect(settings.c_lflag & tcflag_t(ICANON | ECHO) == 0)
            #expect(settings.c_oflag & tcflag_t(OPOST) == 0)
            #expect(await board.counters.lines[.a]?.bytesSent ?? 0 < 20)
        }
    }

    @Test func everyChannelOfTheChipIsAPortOfItsOwn() async throws {
        try await withBoard(Self.rules, pid: "6011", channels: "{ A: {}, C: {} }") { board in
            let paths = try await board.plug()
            #expect(paths.keys.sorted() == [.a, .b, .c, .d])
            let clients = try [Channel.a, .b, .c].map { try PlainClient(try #require(paths[$0])) }
            #expect(try clients[0].ask("ATZ") == "OK\r\n")
            #expect(try clients[2].ask("V") == "ERR\r\n")
            try clients[1].send("ATZ\r\n")
            #expect(clients[1].read(until: nil, patience: 50).ending == .silence)
        }
    }

    @Test func paceFollowsTheRateThatTheClientHasSet() async throws {
        let rest = "rules: [ { on: '.', reply: '\(String(repeating: "x", count: 58))' } ]"
        try await withBoard(rest, channels: "{ A: { pace: true } }") { board in
            let path = try #require(try await board.plug()[.a])
            // 60 bytes at 1200 baud are 500 ms; at 115200 they are 5 ms.
            let client = try PlainClient(path, speed: speed_t(B1200))
            let start = ContinuousClock.now
            #expect(try client.ask("go").count == 59)
            #expect(start.duration(to: .now) >= .milliseconds(490))
        }
    }

    @Test func scaleHurriesTheBoard() async throws {
        try await withBoard("rules: [ { on: '.', reply: 'ok', delay: 5m } ]", scale: 0.0001) { board in
            let client = try PlainClient(try #require(try await board.plug()[.a]))
            #expect(try client.ask("go") == "ok\r\n")
        }
    }

    @Test func unplugHangsUpAndPlugBringsANewBoard() async throws {
        try await withBoard(Self.rules) { board in
            let client = try PlainClient(try #require(try await board.plug()[.a]))
            #expect(try client.ask("ATZ") == "OK\r\n")
            await board.unplug()
            #expect(client.read(until: nil).ending == .hungUp)
            #expect(await board.lines.isEmpty)
            let again = try PlainClient(try #require(try await board.plug()[.a]))
            #expect(try again.ask("V") == "ERR\r\n")
            await #expect(throws: PTYBoardError.alreadyPlugged(board: "test")) { try await board.plug() }
        }
    }

    @Test(arguments: [false, true]) func unplugMidReplyGivesHalfTheBytesAndThenHangsUp(pace: Bool) async throws {
        try await withBoard(Self.rules, channels: "{ A: { pace: \(pace) } }", scale: 0.5) { board in
            let client = try PlainClient(try #require(try await board.plug()[.a]))
            #expect(try client.ask("ATZ") == "OK\r\n")
            await board.arm(try Fault(argument: "replug:on=^V$,at=mid_reply,after=3s,as=ttyUSB9"))
            try client.send("V\r\n")
            let (text, ending) = client.read(until: nil)
            #expect(text == "V=3.30 and ")
            #expect(ending == .hungUp)
            var requests = board.requests.makeAsyncIterator()
            #expect(await requests.next() == .unplugged)
            #expect(await requests.next() == .replug(Comeback(after: .milliseconds(1500), tty: "ttyUSB9")))
            #expect(await !board.isPlugged)
        }
    }

    @Test func aClientThatDoesNotReadCannotHoldUpAnUnplug() async throws {
        try await withBoard(Self.rules) { board in
            let client = try PlainClient(try #require(try await board.plug()[.a]))
            #expect(try client.ask("ATZ") == "OK\r\n")
            await board.arm(try Fault(argument: "unplug:on=^V$,at=mid_reply"))
            try client.send("V\r\n")
            var requests = board.requests.makeAsyncIterator()
            #expect(await requests.next() == .unplugged)
            // What was not read in time is lost, as with a real plug.
            #expect(client.read(until: nil) == ("", .hungUp))
        }
    }

    @Test func closingForgetsWhatWasNotReadAndTheExclusiveUse() async throws {
        try await withBoard(Self.rules) { board in
            let path = try #require(try await board.plug()[.a])
            do {
                let client = try PlainClient(path)
                #expect(ioctl(client.fd, UInt(TIOCEXCL)) == 0)
                try client.send("one\r\n")
                try await eventually("the answer") { await board.counters.lines[.a]?.bytesSent == 5 }
            }
            try await eventually("the closing") { await board.trace.entries.last?.event == .closed(.a) }
            let client = try PlainClient(path)
            #expect(try client.ask("ATZ") == "OK\r\n")
        }
    }

    /// Inotify tells of equal events in a row once: two openings and a closing look like one visitor who has left.
    @Test func aClientIsAnsweredAlthoughAnotherThatCameWithItHasLeft() async throws {
        try await withBoard(Self.rules) { board in
            let path = try #require(try await board.plug()[.a])
            for _ in 0..<50 {
                let other = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
                let client = try PlainClient(path)
                close(other)
                try #require(try client.ask("ATZ", patience: 2000) == "OK\r\n")
            }
        }
    }

    @Test func theLastOfManyClientsThatComeAndGoIsAnswered() async throws {
        try await withBoard(Self.rules) { board in
            let path = try #require(try await board.plug()[.a])
            let visitor = Task.detached {
                // Until its cancellation: opens and closes as fast as it can.
                while !Task.isCancelled { close(open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) }
            }
            defer { visitor.cancel() }
            for _ in 0..<50 { try #require(try PlainClient(path).ask("ATZ", patience: 2000) == "OK\r\n") }
        }
    }

    @Test func whatAClientHasSentBeforeItLeftArrives() async throws {
        try await withBoard(Self.rules) { board in
            let path = try #require(try await board.plug()[.a])
            for round in 1...50 {
                try PlainClient(path).send("ATZ\r\n")
                try await eventually("the line") { await board.counters.lines[.a]?.bytesReceived == 5 * round }
            }
        }
    }

    @Test func anExclusiveUseLastsUntilItsClientHasLeft() async throws {
        try await withBoard(Self.rules) { board in
            let path = try #require(try await board.plug()[.a])
            do {
                let other = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
                let client = try PlainClient(path)
                #expect(ioctl(client.fd, UInt(TIOCEXCL)) == 0)
                close(other)
                for _ in 0..<50 {
                    try #require(try client.ask("ATZ", patience: 2000) == "OK\r\n")
                    try #require(client.isExclusive)
                }
            }
            try await eventually("the closing") { await board.trace.entries.last?.event == .closed(.a) }
            #expect(try !PlainClient(path).isExclusive)
        }
    }

    @Test func aClientThatSendsMuchAndReadsLateLosesNothingThatFits() async throws {
        try await withBoard("", channels: "{ A: { echo: true } }") { board in
            let client = try PlainClient(try #require(try await board.plug()[.a]))
            let text = (0..<2500).map { "line \($0)\n" }.joined()
            try client.send(text)
            try await eventually("all taken") { await board.counters.lines[.a]?.bytesReceived == text.utf8.count }
            try client.send("end")
            #expect(client.read(until: "end").text == text + "end")
            #expect(await board.counters.lines[.a]?.bytesLost == 0)
        }
    }

    /// Many times as long as what a pty holds.
    @Test(arguments: [false, true]) func aReplyThatNoPTYHoldsArrivesWhole(pulled: Bool) async throws {
        let line = String(repeating: "0123456789", count: 10)
        let lines = (10_000..<12_400).map { "\($0) \(line)" }
        let reply = lines.map { "\"\($0)\"" }.joined(separator: ", ")
        try await withBoard("rules: [ { on: '^DUMP$', reply: [ \(reply) ] } ]") { board in
            let client = try PlainClient(try #require(try await board.plug()[.a]))
            if pulled { await board.arm(try Fault(argument: "unplug:on=^DUMP$,at=idle")) }
            try client.send("DUMP\r\n")
            // The board has said it all before the first byte is read.
            try await eventually("all said") { await (board.counters.lines[.a]?.bytesSent ?? 0) > 250_000 }
            let (text, ending) = client.read(until: pulled ? nil : "12399 \(line)\r\n")
            #expect(text == lines.map { $0 + "\r\n" }.joined())
            #expect(ending == (pulled ? .hungUp : .enough))
            #expect(await board.losses() == [])
        }
    }

    @Test func aClientThatNeverReadsCostsNoMoreThanTheBoundAndTheLossIsTold() async throws {
        let (told, tell) = AsyncStream.makeStream(of: String.self)
        let line = "\"\(String(repeating: "x", count: 998))\""
        let rules =
            "rules: [ { on: '.', reply: [ \([String](repeating: line, count: 100).joined(separator: ", ")) ] } ]"
        try await withBoard(rules, report: { tell.yield($0) }) { board in
            let client = try PlainClient(try #require(try await board.plug()[.a]))
            for _ in 0..<13 { try client.send("go\r\n") }
            try await eventually("all said") { await board.counters.lines[.a]?.bytesSent == 1_300_000 }
            let lost = try #require(await board.counters.lines[.a]?.bytesLost)
            #expect(lost > 150_000)
            #expect(
                await board.losses().first?.hasPrefix("test-A: \(lost) bytes of what the board said were lost") == true)
            // What was kept is still there: the board's bound, and what the kernel holds.
            #expect(client.read(until: nil, patience: 500).text.utf8.count == 1_300_000 - lost)
            #expect(await board.assertionFailures() == [])
        }
        tell.finish()
        let all = await told.reduce(into: []) { $0.append($1) }
        #expect(all == ["test-A: 1024 KiB wait to be read; what the board says on top of it is lost"])
    }

    @Test func anIdleBoardDoesNotSpin() async throws {
        try await withBoard(Self.rules) { board in
            let path = try #require(try await board.plug()[.a])
            do { #expect(try PlainClient(path).ask("ATZ") == "OK\r\n") }
            try await eventually("the closing") { await board.trace.entries.last?.event == .closed(.a) }
            // Processor time of the reactor's thread, which the board shares with nobody here, until the board itself says
            // that its time has come.
            let before = await board.threadTime
            let end = FaultTrigger(after: .milliseconds(300))
            await board.arm(Fault(id: "end", kind: .plug(.unplug), trigger: end))
            for await request in board.requests where request == .unplugged { break }
            #expect(await board.threadTime - before < .milliseconds(30))
        }
    }

    @Test func cancellingTheRunHangsUp() async throws {
        let kept = Kept()
        try await withBoard(Self.rules) { board in
            await kept.keep(try PlainClient(try #require(try await board.plug()[.a])))
        }
        #expect(await kept.client?.read(until: nil).ending == .hungUp)
    }

    private actor Kept {
        private(set) var client: PlainClient?
        func keep(_ client: PlainClient) { self.client = client }
    }

    @Test func assertionsAreJudgedOnWhatReallyCame() async throws {
        try await withBoard(Self.rules + "\nassert: [ { saw: '^STOP$', times: 1 } ]") { board in
            let client = try PlainClient(try #require(try await board.plug()[.a]))
            #expect(await board.assertionFailures() == ["test: test.yaml:9:11: '^STOP$' came 0 times, not 1"])
            #expect(try client.ask("STOP") == "ERR\r\n")
            #expect(await board.assertionFailures() == [])
        }
    }
}

extension PTYBoard {
    /// Of the thread that this board runs on.
    fileprivate var threadTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
