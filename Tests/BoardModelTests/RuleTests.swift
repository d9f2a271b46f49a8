import BoardModel
import RigModel
import Testing

/// What a board answers, and when.
@Suite struct RuleTests {
    /// The board of the file format's description.
    static let described = """
        version: 1
        board: client_demo
        usb: { vid: "0403", pid: "6011", product: "client_demo" }
        vars: { volts: 3.30, n: 0 }
        channels:
          A: { baud: 115200, eol: crlf, echo: false, pace: true, boot: [ { after: 30ms, emit: "BOOT v1\\r\\n" } ], start: idle }
          B: { link: A }
        rules:
          - { on: '^ATZ$', reply: "OK", delay: 20ms..40ms, goto: ready }
          - { in: ready, on: '^MEAS 3V3$', reply: "V=${volts:%.2f}", set: { volts: "volts + jitter(0.02)" } }
          - { on: '^EXIT$', reply: "BYE", goto: idle }
          - { on: '.*', reply: "ERR UNKNOWN" }
        spontaneous: [ { channel: A, every: 500ms, emit: "# alive\\r\\n" } ]
        faults: [ { id: mute, kind: no_answer, when: { on: '^MEAS', hit: 2 } } ]
        assert: [ { saw: '^EXIT$', times: 1 }, { never: '^OUT 1$', after: '^EXIT$' } ]
        """

    @Test func followsTheBoardOfTheFormatsDescription() throws {
        var player = try BoardPlayer(yaml: Self.described)
        #expect(player.machine.script.ports == [.a, .b, .c, .d])
        player.wait(.milliseconds(100))
        #expect(player.said() == "BOOT v1\r\n")
        #expect(player.ask("HELLO", wait: .milliseconds(50)) == "ERR UNKNOWN\r\n")
        #expect(player.ask("ATZ", wait: .milliseconds(50)) == "OK\r\n")
        #expect(
            player.ask("MEAS 3V3", on: .b, wait: .milliseconds(50)).wholeMatch(of: /V=3\.(2[89]|3[0-2])\r\n/) != nil)
        #expect(player.ask("MEAS 3V3", wait: .milliseconds(50)) == "")
        #expect(player.machine.counters.strikes == ["mute": 1])
        #expect(player.machine.assertionFailures() == ["board.yaml:15:11: '^EXIT$' came 0 times, not 1"])
        #expect(player.ask("EXIT", wait: .milliseconds(50)) == "BYE\r\n")
        #expect(player.machine.state(of: .b) == "idle")
        #expect(player.machine.assertionFailures() == [])
    }

    @Test func firstRuleThatFitsChannelAndStateWins() throws {
        var player = try BoardPlayer(
            yaml: """
                version: 1
                board: two
                usb: { pid: "6010", product: "two" }
                channels:
                  A: {}
                  B: { start: other }
                rules:
                  - { channel: B, on: '^X$', reply: "on B" }
                  - { in: other, on: '^Y$', reply: "other" }
                  - { in: [idle], on: '^Y$', reply: "idle", goto: other }
                  - { on: '^X$', reply: "anywhere" }
                """)
        #expect(player.ask("X") == "anywhere\r\n")
        #expect(player.ask("X", on: .b) == "on B\r\n")
        #expect(player.ask("Y", on: .b) == "other\r\n")
        #expect(player.ask("Y") == "idle\r\n")
        #expect(player.ask("Y") == "other\r\n")
        #expect(player.ask("Z") == "")
    }

    @Test func stateAndVariablesArePerChannelUnlessLinked() throws {
        var player = try BoardPlayer(
            yaml: """
                version: 1
                board: three
                usb: { pid: "6011", product: "three" }
                vars: { n: 0 }
                channels: { A: {}, B: { link: A }, C: {} }
                rules: [ { on: '^N$', reply: "${channel}${n}", set: { n: "n + 1" } } ]
                """)
        #expect(player.ask("N") == "A1\r\n")
        #expect(player.ask("N", on: .b) == "B2\r\n")
        #expect(player.ask("N", on: .c) == "C1\r\n")
        // The chip has it, and nothing is behind it.
        #expect(player.ask("N", on: .d) == "")
    }

    @Test func answersWithGroupsOnTheChannelThatIsAskedFor() throws {
        var player = try BoardPlayer(
            yaml: """
                version: 1
                board: two
                usb: { pid: "6010", product: "two" }
                vars: { last: 1 }
                channels: { A: {}, B: { eol: lf } }
                rules: [ { on: '^PING (?<what>\\d+)$', reply_on: B, reply: ["PONG ${what}", "${last:%04d}"], set: { last: "what * 2" } } ]
                """)
        #expect(player.ask("PING 21") == "")
        #expect(player.said(on: .b) == "PONG 21\n0042\n")
    }

    @Test func oneLineAfterTheOtherIsServed() throws {
        var player = try BoardPlayer(yaml: oneChannel("rules: [ { on: '(?<x>.)', reply: '${x}', delay: 100ms } ]"))
        player.send("1\r\n2\r\n3\r\n")
        player.wait(.milliseconds(250))
        #expect(player.said() == "1\r\n2\r\n")
        player.wait(.milliseconds(50))
        #expect(player.heard.map(\.time) == [100, 200, 300].map { VirtualTime(.milliseconds($0)) })
    }

    @Test func sameSeedSaysTheSameAtTheSameTimes() throws {
        func play(seed: UInt64) throws -> [BoardPlayer.Heard] {
            var player = try BoardPlayer(yaml: Self.described, seed: seed)
            for line in ["ATZ", "MEAS 3V3", "ATZ", "MEAS 3V3", "MEAS 3V3", "EXIT"] { _ = player.ask(line) }
            return player.heard
        }
        #expect(try play(seed: 5) == play(seed: 5))
        #expect(try play(seed: 5) != play(seed: 6))
    }

    @Test func beingWokenLateDelaysAndDoesNotChange() throws {
        var exact = try BoardPlayer(yaml: Self.described)
        var late = BoardMachine(script: exact.machine.script, seed: 1)
        var said: [UInt8] = []
        func note(_ actions: [BoardAction]) {
            for case .emit(_, let bytes) in actions { said += bytes }
        }
        note(late.pluggedIn(at: .zero))
        note(late.opened(.a, at: .zero))
        exact.wait(.milliseconds(10))
        exact.send("ATZ\r\n")
        exact.wait(.seconds(3))
        note(late.received(Array("ATZ\r\n".utf8), on: .a, at: VirtualTime(.milliseconds(10))))
        note(late.tick(at: VirtualTime(.milliseconds(3010))))
        #expect(String(decoding: said, as: UTF8.self) == exact.said())
    }

    @Test func everySplitOfTheInputGivesTheSame() throws {
        let input = Array("ATZ\r\nMEAS 3V3\r\n\nX\rY\r\nEXIT\r\n".utf8)
        func play(_ pieces: [ArraySlice<UInt8>], channel: String) throws -> String {
            var player = try BoardPlayer(
                yaml: Self.described.replacing("A: { baud: 115200, eol: crlf, echo: false,", with: channel))
            player.wait(.milliseconds(100))
            for piece in pieces { player.send(Array(piece)) }
            player.wait(.milliseconds(300))
            return player.saidByTime()
        }
        for channel in ["A: { eol: crlf, echo: true,", "A: { eol: any, echo: false,", "A: { eol: lf, echo: true,"] {
            let whole = try play([input[...]], channel: channel)
            #expect(try play(input.indices.map { input[$0...$0] }, channel: channel) == whole)
            for cut in 1..<input.count {
                #expect(try play([input[..<cut], input[cut...]], channel: channel) == whole)
            }
        }
    }

    @Test func losingPowerForgetsStateButNotCounts() throws {
        var player = try BoardPlayer(yaml: Self.described)
        _ = player.ask("ATZ")
        #expect(player.machine.state(of: .a) == "ready")
        player.send("EXIT\r\n")
        player.machine.unplugged(at: player.time)
        #expect(player.machine.nextWake == nil)
        #expect(player.machine.state(of: .a) == nil)
        _ = player.machine.pluggedIn(at: player.time)
        #expect(player.machine.state(of: .a) == "idle")
        #expect(player.machine.counters.pluggedIn == 2)
        #expect(player.machine.counters.lines[.a]?.linesReceived == 2)
    }

    @Test func whatIsSaidWhileNobodyListensIsLost() throws {
        var player = BoardPlayer(try BoardScript(yaml: Self.described, file: "b"), open: false)
        player.wait(.milliseconds(600))
        #expect(player.heard.isEmpty)
        _ = player.machine.opened(.a, at: player.time)
        player.wait(.milliseconds(500))
        #expect(player.said() == "# alive\r\n")
        _ = player.machine.closed(.a, at: player.time)
        player.wait(.milliseconds(500))
        #expect(player.said() == "# alive\r\n")
        #expect(player.machine.counters.lines[.a]?.bytesUnheard == 9 + 9 + 9)
    }

    @Test func aRuleThatCannotBeCarriedOutIsAFailedAssertion() throws {
        var player = try BoardPlayer(
            yaml: oneChannel("rules: [ { on: '^(?<x>.*)$', reply: '${x:%d}', set: { n: '1 / n' } } ]"))
        #expect(player.ask("7") == "")
        #expect(player.machine.assertionFailures() == ["board.yaml:7:10: division by zero in '1 / n'"])
    }
}
