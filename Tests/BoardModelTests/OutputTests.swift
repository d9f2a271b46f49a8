import BoardModel
import RigModel
import Testing

/// What a board says exactly as it is written, and boards whose bytes are no lines.
@Suite("Exact output, and bytes that are no lines")
struct OutputTests {
    private func board(_ rules: String) throws -> BoardPlayer {
        try BoardPlayer(
            yaml: """
                version: 1
                board: exact
                usb: { pid: "6010", product: "exact" }
                vars: { n: 7 }
                channels: { A: {}, B: { link: A, eol: lf } }
                \(rules)
                """)
    }

    /// What was said on a channel, each piece with its time in milliseconds.
    private func said(_ player: BoardPlayer, on channel: Channel = .a, since index: Int = 0) -> [String] {
        player.heard[index...].compactMap { item in
            guard case .emit(channel, let bytes) = item.action else { return nil }
            return "\(item.time.nanoseconds / 1_000_000): \(String(decoding: bytes, as: UTF8.self))"
        }
    }

    @Test("emit follows the reply without an end of line")
    func emit() throws {
        var player = try board(#"rules: [ { on: '^GO$', reply: "OK", emit: "> " }, { on: '^BARE$', emit: "${n}" } ]"#)
        #expect(player.ask("GO") == "OK\r\n> ")
        #expect(player.ask("BARE") == "7")
    }

    @Test("then says each piece so long after the one before, on its channel, while further lines wait")
    func then() throws {
        var player = try board(
            """
            rules:
              - on: '^DUMP$'
                emit: "["
                delay: 5ms
                then: [ { after: 10ms, emit: "1" }, { after: 20ms, emit: "B", channel: B }, { emit: "]" } ]
              - { on: '^NEXT$', reply: "N" }
            """)
        player.send("DUMP\r\nNEXT\r\n")
        player.wait(.seconds(1))
        #expect(said(player) == ["5: [", "15: 1", "35: ]N\r\n"])
        #expect(said(player, on: .b) == ["35: B"])
    }

    @Test("then is not said where a fault keeps the answer back")
    func thenBehindSilence() throws {
        var player = try board(#"rules: [ { on: '^X$', reply: "Y", then: [ { after: 5ms, emit: "Z" } ] } ]"#)
        try player.arm("no_answer:hit=1")
        #expect(player.ask("X") == "")
        #expect(player.ask("X") == "Y\r\nZ")
    }

    @Test("then sees what set has set, and ends with the plug")
    func thenAndThePlug() throws {
        var player = try board(
            #"rules: [ { on: '^X$', reply: "a", set: { n: "n + 1" }, then: [ { after: 1s, emit: "${n}" } ] } ]"#)
        #expect(player.ask("X", wait: .seconds(2)) == "a\r\n8")
        player.send("X\r\n")
        player.wait(.milliseconds(500))
        player.unplug()
        player.plugIn()
        let before = player.heard.count
        player.wait(.seconds(5))
        #expect(said(player, since: before) == [])
    }

    @Test("opening is said after each opening of its port, in its states only, and not once the port is closed")
    func opening() throws {
        var player = try board(
            """
            opening:
              - { channel: A, after: 20ms, in: idle, emit: "> " }
              - { channel: A, after: 30ms, in: busy, emit: "# " }
              - { channel: B, emit: "b" }
            rules: [ { on: '^WORK$', goto: busy } ]
            """)
        player.wait(.milliseconds(100))
        #expect(said(player) == ["20: > "])
        #expect(said(player, on: .b) == ["0: b"])
        player.send("WORK\r\n")
        player.close()
        player.open()
        player.wait(.milliseconds(100))
        #expect(said(player).last == "130: # ")
        player.close()
        player.open()
        player.close()
        player.open()
        player.wait(.milliseconds(100))
        // Of two openings in a row the first is over before its time.
        #expect(said(player) == ["20: > ", "130: # ", "230: # "])
    }

    @Test("without ends of line rules are tried after every byte, on all since the last that fitted")
    func raw() throws {
        var player = try BoardPlayer(
            yaml: oneChannel(
                #"""
                rules:
                  - { on: '\x02(?<body>[^\x03]*)\x03$', reply: "${0x06}${body}" }
                  - { on: '\x05$', reply: "${0x15}", emit: "!" }
                """#, channel: "{ eol: none }"))
        player.send([0x41, 0x02, 0x68])
        player.wait(.milliseconds(10))
        #expect(player.said() == "")
        player.send([0x69, 0x03])
        player.wait(.milliseconds(10))
        // No end of line is put behind the reply.
        #expect(player.said() == "\u{6}hi")
        player.send([0x05, 0x0D, 0x0A, 0x05])
        player.wait(.milliseconds(10))
        #expect(player.said() == "\u{6}hi\u{15}!\u{15}!")
        #expect(player.machine.counters.lines[.a]?.linesReceived == 3)
    }

    @Test("without ends of line what follows waits until the board is done")
    func rawAndBusy() throws {
        var player = try BoardPlayer(
            yaml: oneChannel(
                #"rules: [ { on: 'a$', reply: "1", delay: 10ms }, { on: 'b$', reply: "2" } ]"#,
                channel: "{ eol: none }"))
        player.send("ab")
        player.wait(.milliseconds(5))
        #expect(player.said() == "")
        player.wait(.milliseconds(10))
        #expect(said(player) == ["10: 12"])
    }
}
