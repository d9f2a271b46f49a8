import BoardModel
import RigModel
import Testing

/// What each kind of fault does to a board, in virtual time; ``FaultTests`` has the first of them and when they strike.
@Suite struct FaultKindTests {
    private static let rules = """
        rules:
          - { on: '^MEAS$', reply: "V=3.30", delay: 10ms, set: { n: "n + 1" } }
          - { on: '^GO$', reply: "OK", goto: ready }
          - { on: '^N$', reply: "${n}" }
        """
    private func player(_ fault: String = "", channel: String = "{}", rest: String = "", seed: UInt64 = 1) throws
        -> BoardPlayer
    {
        var player = try BoardPlayer(yaml: oneChannel(Self.rules + rest, channel: channel), seed: seed)
        if !fault.isEmpty { try player.arm(fault) }
        return player
    }
    /// The pieces that came, and when, since the player was made.
    private func pieces(_ player: BoardPlayer) -> [(text: String, milliseconds: Int64)] {
        player.heard.compactMap { item in
            guard case .emit(_, let bytes) = item.action else { return nil }
            return (String(decoding: bytes, as: UTF8.self), item.time.nanoseconds / 1_000_000)
        }
    }

    @Test(arguments: ["{}", "{ pace: true, baud: 9600 }"])
    func aStaleAnswerComesBehindTheNextOneInOnePiece(channel: String) throws {
        var player = try player("stale_answer:for=1", channel: channel)
        #expect(player.ask("MEAS") == "V=3.30\r\n", "there is no answer before the first")
        player.heard = []
        #expect(player.ask("N") == "1\r\nV=3.30\r\n")
        #expect(pieces(player).count == 1)
        #expect(player.ask("N") == "1\r\n")
        try player.arm("stale_answer:delay=50ms,for=1")
        player.heard = []
        _ = player.ask("GO")
        #expect(pieces(player).map(\.text) == ["OK\r\n", "1\r\n"] || channel != "{}")
        #expect(player.said() == "OK\r\n1\r\n")
    }

    @Test(arguments: ["{}", "{ pace: true, baud: 9600 }"])
    func aDuplicateAnswerComesTwiceInOnePieceOrLater(channel: String) throws {
        var player = try player("duplicate_answer:on=^MEAS,for=1", channel: channel)
        #expect(player.ask("MEAS") == "V=3.30\r\nV=3.30\r\n")
        #expect(pieces(player).count == 1)
        #expect(player.ask("MEAS") == "V=3.30\r\n")
        try player.arm("duplicate_answer:delay=300ms")
        #expect(player.ask("MEAS", wait: .milliseconds(200)) == "V=3.30\r\n")
        player.wait(.milliseconds(200))
        #expect(player.said().hasSuffix("V=3.30\r\nV=3.30\r\n"))
    }

    @Test func aRebootForgetsTheStateAndSaysTheBanner() throws {
        let channel = "{ boot: [ { after: 30ms, emit: \"BOOT\\r\\n\" } ] }"
        var player = try player(channel: channel)
        player.wait(.milliseconds(100))
        _ = player.ask("GO")
        _ = player.ask("MEAS")
        try player.arm("banner_reboot:on=^MEAS,for=1")
        player.send("MEAS\r\nN\r\n")
        player.wait(.milliseconds(35))
        #expect(player.machine.state(of: .a) == "idle")
        #expect(player.said() == "BOOT\r\nOK\r\nV=3.30\r\n", "what waited for the unit is forgotten too")
        player.wait(.seconds(1))
        #expect(player.said().hasSuffix("V=3.30\r\nBOOT\r\n"))
        #expect(player.ask("N") == "0\r\n")
        try player.arm("banner_reboot:text=U-Boot ${n},for=1")
        #expect(player.ask("MEAS") == "U-Boot 1\r\n")
        #expect(player.ask("N") == "0\r\n")
    }

    @Test func corruptBitsChangesOneBitOfAByteOrOfSuchAShare() throws {
        var player = try player("corrupt_bits:for=1")
        let right = Array("V=3.30\r\n".utf8)
        func last(_ player: BoardPlayer) -> [UInt8] {
            if case .emit(_, let bytes)? = player.heard.last?.action { bytes } else { [] }
        }
        player.send("MEAS\r\n")
        player.wait(.seconds(1))
        let bytes = last(player)
        #expect(zip(bytes, right).map { ($0 ^ $1).nonzeroBitCount }.reduce(0, +) == 1)
        #expect(bytes.count == right.count)
        try player.arm("corrupt_bits:rate=100%")
        player.send("MEAS\r\n")
        player.wait(.seconds(1))
        let all = last(player)
        #expect(zip(all, right).map { ($0 ^ $1).nonzeroBitCount } == [Int](repeating: 1, count: right.count))
    }

    @Test func dropBytesTakesOneOrSuchAShare() throws {
        var player = try player("drop_bytes:for=1")
        #expect(player.ask("MEAS").utf8.count == 7)
        try player.arm("drop_bytes:rate=100%,for=1")
        #expect(player.ask("MEAS") == "")
        #expect(player.ask("MEAS") == "V=3.30\r\n")
    }

    @Test(arguments: [("crlf", "", "\n"), ("lf", "", "\r\n"), ("crlf", ":with=cr", "\r"), ("lf", ":with=lf", "\n")])
    func wrongEOLEndsLinesInAnotherWay(own: String, with: String, expected: String) throws {
        var player = try BoardPlayer(
            yaml: oneChannel("rules: [ { on: '^A', reply: [one, two] } ]", channel: "{ eol: \(own) }"))
        try player.arm("wrong_eol\(with)")
        player.send(own == "crlf" ? "A\r\n" : "A\n")
        #expect(player.said() == "one\(expected)two\(expected)")
    }

    @Test func fragmentGivesPiecesOfTheSizesWithPauses() throws {
        var player = try player("fragment:sizes=1 4,gap=5ms")
        player.send("MEAS\r\n")
        player.wait(.seconds(1))
        #expect(pieces(player).map(\.text) == ["V", "=3.3", "0", "\r\n"])
        #expect(pieces(player).map(\.milliseconds) == [15, 20, 25, 30])
    }

    @Test func nothingComesBetweenThePiecesOfAnAnswer() throws {
        var player = try player(
            "fragment:sizes=2,gap=5ms", rest: "\nspontaneous: [ { channel: A, every: 12ms, emit: '#' } ]")
        player.send("MEAS\r\n")
        player.wait(.milliseconds(40))
        #expect(player.said().hasPrefix("V=3.30\r\n#"))
    }

    @Test(arguments: ["{}", "{ pace: true, baud: 1200 }"])
    func mergeHoldsBackAllThatIsSaidWithinAWhile(channel: String) throws {
        var player = try player("merge:gap=500ms,on=^MEAS,for=1", channel: channel)
        player.send("MEAS\r\nN\r\nGO\r\n")
        player.wait(.milliseconds(505))
        #expect(pieces(player).isEmpty)
        player.wait(.milliseconds(10))
        #expect(pieces(player).map(\.text) == ["V=3.30\r\n1\r\nOK\r\n"])
    }

    @Test func noiseComesWhenAPortIsFirstOpenedAfterPowerOn() throws {
        let script = try BoardScript(yaml: oneChannel(Self.rules), file: "board.yaml")
        var machine = BoardMachine(script: script, seed: 1)
        _ = machine.arm(try Fault(argument: "noise_at_boot:bytes=9"), at: .zero)
        func noise() -> [Int] {
            let actions = machine.opened(.a, at: .zero)
            _ = machine.closed(.a, at: .zero)
            return actions.map { if case .emit(.a, let bytes) = $0 { bytes.count } else { -1 } }
        }
        _ = machine.pluggedIn(at: .zero)
        #expect(noise() == [9])
        #expect(noise() == [])
        machine.unplugged(at: .zero)
        _ = machine.pluggedIn(at: .zero)
        #expect(noise() == [9])
        #expect(machine.counters.strikes == ["noise_at_boot": 2])
    }

    @Test func echoComesBeforeTheAnswerUntilItsTimeIsOver() throws {
        var player = try player("echo:on=^GO,for=2s")
        #expect(player.ask("N") == "0\r\n")
        #expect(player.ask("GO") == "OK\r\n")
        #expect(player.ask("N", wait: .milliseconds(900)) == "N\r\n0\r\n")
        #expect(player.machine.armedFaults.map(\.id) == ["echo"])
        player.wait(.seconds(1))
        #expect(player.ask("N") == "0\r\n")
        #expect(player.machine.armedFaults.isEmpty)
    }

    @Test(arguments: [("", 20_000), (",rate=500,bytes=10", 500), (",rate=9000000,bytes=100", 9_000_000)])
    func floodSaysLinesAtItsRateUntilItsTimeIsOver(parameters: String, rate: Int) throws {
        var player = try player("flood:for=2s" + parameters)
        #expect(player.ask("MEAS", wait: .milliseconds(999)).contains("V=3.30\r\n"))
        let count = player.said().utf8.count
        #expect((rate * 9 / 10...rate * 11 / 10 + 10).contains(count))
        player.wait(.seconds(2))
        player.heard = []
        player.wait(.seconds(1))
        #expect(player.said() == "")
        #expect(player.ask("MEAS") == "V=3.30\r\n")
    }

    @Test func aFloodSaysTheTextThatItIsGiven() throws {
        var player = try player("flood:for=10ms,text=# n is ${n}")
        player.wait(.seconds(1))
        #expect(Set(player.said().split(separator: "\r\n")) == ["# n is 0"])
    }

    @Test func whatIsSentToABoardThatDoesNotReadWaits() throws {
        var player = try player("stop_reading:for=5s")
        #expect(player.ask("N") == "")
        player.send("MEAS\r\n")
        #expect(player.machine.isDeaf(.a))
        player.wait(.seconds(4))
        #expect(player.said() == "0\r\n", "the second line takes the board its time")
        player.wait(.milliseconds(10))
        #expect(player.said() == "0\r\nV=3.30\r\n")
        try player.arm("stop_reading")
        #expect(player.ask("N", wait: .seconds(1000)) == "")
        player.send([UInt8](repeating: 0x61, count: 100_000))
        #expect(player.machine.counters.lines[.a]?.overruns == 100_000 + 3 - 65_536)
        player.machine.clear()
        player.wait(.zero)
        #expect(player.said() == "0\r\nV=3.30\r\n1\r\n")
    }

    @Test func xoffIsSaidAndXonWhenItIsOver() throws {
        var player = try player("xoff:on=^GO,for=1s")
        #expect(player.ask("GO", wait: .zero) == "\u{13}OK\r\n")
        #expect(player.ask("N", wait: .milliseconds(999)) == "")
        #expect(player.ask("N", wait: .milliseconds(2)) == "\u{11}0\r\n0\r\n")
        try player.arm("xoff")
        player.heard = []
        #expect(player.machine.clear("xoff") == 1)
        player.wait(.zero)
        #expect(player.said() == "\u{11}")
    }

    @Test func atAnotherRateEachHearsNoise() throws {
        var player = try player("baud_mismatch:id=slow", channel: "{ baud: 115200 }")
        #expect(player.ask("MEAS") != "V=3.30\r\n")
        // The rig finds the board's rate.
        player.machine.observed(baud: 57_600, on: .a)
        player.heard = []
        player.send("\r\n")
        player.wait(.seconds(1))
        #expect(player.ask("MEAS") == "V=3.30\r\n")
        player.machine.observed(baud: 115_200, on: .a)
        player.machine.clear("slow")
        player.wait(.zero)
        #expect(player.ask("N").hasSuffix("\r\n"))
    }

    @Test func midWritePullsThePlugWhileALineIsSent() throws {
        var player = try player("unplug:at=mid_write,on=^MEA")
        #expect(player.ask("N") == "0\r\n")
        player.send("MEAS\r\nN\r\n")
        #expect(player.plug == [.unplug])
        #expect(player.said() == "0\r\n")
        #expect(player.machine.counters.lines[.a]?.bytesReceived == 3 + 3)
    }

    @Test func midWriteCountsLinesAndNotBytes() throws {
        var player = try player("unplug:at=mid_write,hit=3")
        player.send("N\r\nN\r\nN")
        #expect(player.plug == [.unplug])
        #expect(player.said() == "0\r\n0\r\n")
    }

    @Test func openingPullsThePlugWhenThePortIsOpened() throws {
        var player = try player("unplug:at=opening,hit=2")
        for _ in 0..<2 {
            _ = player.machine.closed(.a, at: player.time)
            player.open()
        }
        #expect(player.plug == [.unplug])
    }

    @Test func aFaultWaitsForItsTime() throws {
        var player = try player("no_answer:at=5s")
        #expect(player.ask("N", wait: .seconds(3)) == "0\r\n")
        player.wait(.seconds(3))
        #expect(player.ask("N") == "")
        player.machine.clear()
        try player.arm("unplug:at=2s")
        #expect(player.plug == [])
        player.wait(.seconds(3))
        #expect(player.heard.last == .init(time: VirtualTime(.seconds(9)), action: .unplug))
    }

    @Test func whatTheHostHasToDoIsAskedOfItAndTakenBack() throws {
        var player = try player("hub_pull:after=2s,on=^GO")
        _ = player.ask("N")
        #expect(player.plug == [])
        _ = player.ask("GO")
        #expect(player.plug == [.host(.hubPull(after: .seconds(2), boards: nil), channel: nil, id: "hub_pull")])
        player.heard = []
        try player.arm("held_port:for=1s", channel: .a)
        #expect(player.plug == [.host(.heldPort, channel: .a, id: "held_port")])
        player.wait(.seconds(2))
        #expect(player.plug.last == .recovered(id: "held_port"))
        player.heard = []
        try player.arm("framing:hit=2")
        _ = player.ask("N")
        #expect(player.plug == [])
        _ = player.ask("N")
        #expect(player.plug == [.chip(.framing, channel: nil)])
    }

    @Test func whatLastsOutlivesALossOfPower() throws {
        var player = try player("echo:for=10s")
        player.machine.unplugged(at: player.time)
        player.wait(.seconds(1))
        _ = player.machine.pluggedIn(at: player.time)
        player.open()
        #expect(player.ask("N") == "N\r\n0\r\n")
        player.wait(.seconds(10))
        #expect(player.ask("N") == "0\r\n")
    }
}
