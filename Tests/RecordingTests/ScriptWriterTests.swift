import BoardModel
import Recording
import RigModel
import Testing

/// Traffic in, script out.
@Suite struct ScriptWriterTests {
    @Test func linesAreReadableRulesInTheOrderOfTheRecording() throws {
        var unit = RecordedUnit(channels: [.a: 115_200])
        unit.append(.init(at: .zero, on: .a, .opened))
        unit.append(.init(at: .milliseconds(31), on: .a, .said(Array("BOOT v1\r\n".utf8))))
        unit.append(.init(at: .milliseconds(50), on: .a, .sent(Array("V?\n".utf8))))
        unit.append(.init(at: .milliseconds(62), on: .a, .said(Array("V=3.30\n".utf8))))
        unit.append(.init(at: .milliseconds(100), on: .a, .sent(Array("V?\nIt's $${x}\n".utf8))))
        unit.append(.init(at: .microseconds(112_500), on: .a, .said(Array("V=".utf8))))
        unit.append(.init(at: .milliseconds(140), on: .a, .said([0x33, 0x00, 0xFF, 0x24, 0x7B])))
        #expect(
            Self.text([unit]) == """
                # Recorded from a test.
                version: 1
                board: copy
                usb: { vid: "0403", pid: "6011", product: "two \\"words\\"", manufacturer: "FTDI", chip: FT4232H }
                channels:
                  A: { baud: 115200, eol: lf, start: s0 }
                rules:
                  - { channel: A, in: [s0, s3], on: '^V\\?$', delay: 12ms, emit: "V=3.30\\n", goto: s1 }
                  - { channel: A, in: s1, on: '^V\\?$', goto: s2 }
                  - { channel: A, in: s2, on: '^It''s \\$\\$\\{x\\}$', delay: 12.5ms, emit: "V=", \
                then: [ { after: 27.5ms, emit: "3${0x00FF24}{" } ], goto: s3 }
                  - { channel: A, on: '^V\\?$', delay: 12ms, emit: "V=3.30\\n", goto: s1 }
                  - { channel: A, on: '^It''s \\$\\$\\{x\\}$', delay: 12.5ms, emit: "V=", \
                then: [ { after: 27.5ms, emit: "3${0x00FF24}{" } ], goto: s3 }
                opening:
                  - { channel: A, in: [s0, s3], after: 31ms, emit: "BOOT v1\\r\\n" }

                """)
    }

    @Test func bytesThatAreNoLinesAreMatchedAsTheyCome() throws {
        var unit = RecordedUnit(channels: [.a: 9600])
        unit.append(.init(at: .zero, on: .a, .opened))
        unit.append(.init(at: .milliseconds(5), on: .a, .sent([0x01, 0x03])))
        unit.append(.init(at: .milliseconds(6), on: .a, .sent([0x00, 0x0B])))
        unit.append(.init(at: .milliseconds(9), on: .a, .said([0x01, 0x83, 0x0A])))
        let text = Self.text([unit])
        #expect(text.contains("A: { baud: 9600, eol: none, start: s0 }"))
        #expect(
            text.contains(
                #"- { channel: A, in: [s0, s1], on: '\x01\x03\x00\x0B\z', delay: 3ms, emit: "${0x0183}\n", goto: s1 }"#)
        )
        // Nothing but the rule itself: a command without an end is known by its place only.
        #expect(text.count(of: "emit:") == 1)
    }

    @Test func anEchoedCommandIsNoLine() throws {
        var unit = RecordedUnit(channels: [.a: 9600])
        unit.append(.init(at: .zero, on: .a, .opened))
        for (index, byte) in Array("AT\r\n".utf8).enumerated() {
            unit.append(.init(at: .milliseconds(10 * index + 10), on: .a, .sent([byte])))
            unit.append(.init(at: .milliseconds(10 * index + 11), on: .a, .said([byte])))
        }
        #expect(Self.text([unit]).contains("eol: none"))
        try Self.expectReplay(of: [unit])
    }

    @Test func aUnitOfTwoChannelsIsOneUnitOfTheBoard() throws {
        var unit = RecordedUnit(channels: [.a: 115_200, .b: 9600])
        unit.append(.init(at: .zero, on: .a, .opened))
        unit.append(.init(at: .zero, on: .b, .opened))
        unit.append(.init(at: .milliseconds(5), on: .a, .sent(Array("PING 7\r\n".utf8))))
        unit.append(.init(at: .milliseconds(9), on: .b, .said(Array("PONG 7\r\n".utf8))))
        unit.append(.init(at: .milliseconds(20), on: .a, .said(Array("# done\r\n".utf8))))
        let text = Self.text([unit])
        #expect(text.contains("B: { link: A, baud: 9600, eol: crlf }"))
        #expect(
            text.contains(
                ##"reply_on: B, delay: 4ms, emit: "PONG 7\r\n", then: [ { after: 11ms, channel: A, emit: "# done\r\n" } ]"##
            ))
        try Self.expectReplay(of: [unit])
    }

    @Test func aRigThatLeavesTheOrderIsAnsweredAndFollowed() throws {
        var unit = RecordedUnit(channels: [.a: 9600])
        unit.append(.init(at: .zero, on: .a, .opened))
        for (index, (ask, answer)) in [("A", "1"), ("B", "2"), ("A", "3"), ("C", "4")].enumerated() {
            unit.append(.init(at: .milliseconds(index * 10), on: .a, .sent(Array("\(ask)\n".utf8))))
            unit.append(.init(at: .milliseconds(index * 10 + 5), on: .a, .said(Array("\(answer)\n".utf8))))
        }
        var machine = BoardMachine(
            script: try BoardScript(yaml: Self.text([unit]), file: "copy.yaml"), seed: 1)
        _ = machine.pluggedIn(at: .zero)
        _ = machine.opened(.a, at: .zero)
        var said = ""
        for (index, ask) in ["A", "A", "B", "A", "C", "A"].enumerated() {
            let time = VirtualTime(.seconds(index + 1))
            let actions =
                machine.received(Array("\(ask)\n".utf8), on: .a, at: time)
                + machine.tick(at: time + .milliseconds(500))
            for case .emit(_, let bytes) in actions { said += String(decoding: bytes, as: UTF8.self) }
        }
        // The second A is out of order: it gets the first A's answer, and the board goes on behind that.
        #expect(said == "1\n1\n2\n3\n4\n1\n")
    }

    @Test func visitsAtWhichNothingWasSentAreCounted() {
        var unit = RecordedUnit(channels: [.a: 9600])
        for visit in 0..<3 {
            unit.append(.init(at: .milliseconds(visit * 100), on: .a, .opened))
            unit.append(.init(at: .milliseconds(visit * 100 + 10), on: .a, .said([0x41])))
            unit.append(.init(at: .milliseconds(visit * 100 + 20), on: .a, .said([0x42])))
            unit.append(.init(at: .milliseconds(visit * 100 + 50), on: .a, .closed))
        }
        let writer = ScriptWriter(Self.recording([unit]))
        #expect(
            writer.omissions == [
                "channel A: the port was opened 2 times more with nothing sent since the time before; the board will "
                    + "say at each what it said at the first"
            ])
        #expect(writer.text(source: "x").contains(#"after: 20ms, emit: "B""#))
    }

    static func recording(_ units: [RecordedUnit]) -> Recording {
        Recording(
            board: "copy", usb: USBIdentity(productID: 0x6011, product: "two \"words\"", chip: .ft4232h), units: units)
    }
    static func text(_ units: [RecordedUnit]) -> String {
        ScriptWriter(recording(units)).text(source: "a test")
    }

    static func expectReplay(of units: [RecordedUnit]) throws {
        let recording = recording(units)
        let script = try BoardScript(yaml: ScriptWriter(recording).text(source: "a test"), file: "copy.yaml")
        let replay = Replay(of: recording, with: script)
        #expect(replay.difference == nil)
        #expect(replay.deviation == .zero)
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
