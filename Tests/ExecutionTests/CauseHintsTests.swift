@testable import Execution
import RigModel
import Testing

/// The six usual suspects, from facts alone.
@Suite struct CauseHintsTests {
    private func port(
        _ alias: String = "ctl", flow: LineSettings.Flow = .none, eol: EndOfLine = .crlf, framing: Framing = .lines
    ) -> PortPlan {
        PortPlan(
            alias: alias, channel: .a, line: LineSettings(baud: 9600, flow: flow), endOfLine: eol, framing: framing,
            settle: .zero)
    }

    private func hints(
        _ outcome: Outcome = .timeout, port: PortPlan? = nil, _ change: (inout CauseHints) -> Void = { _ in }
    ) -> [String] {
        let port = port ?? self.port()
        var hints = CauseHints(outcome: outcome, port: port, sender: port)
        hints.sent = Array("MEAS".utf8) + port.endOfLine.bytes
        change(&hints)
        return hints.sentences
    }

    @Test func aWrongBaudRateLooksLikeGarbage() {
        for received in [[0xff, 0xfe, 0x80, 0x41], [0x00, 0x00, 0x80], [0xe6, 0x1e, 0x98, 0x66, 0x78, 0xfe]]
            as [[UInt8]]
        {
            let found = hints(.noMatch) { $0.received = received }
            #expect(found.count == 1)
            #expect(found[0].contains("9600 baud, 8N1"))
        }
        for text in ["V=3.31\r\n", "T=21°C\r\n", "\u{1b}[0mOK\r\n", "OK\0\r\n--------"] {
            #expect(hints(.noMatch) { $0.received = Array(text.utf8) }.isEmpty)
        }
        // Where the plan itself speaks in bytes, bytes say nothing.
        #expect(
            hints(.noMatch) {
                $0.sent = [0x00, 0xff]; $0.received = [0xff, 0x80]
            }.isEmpty)
    }

    @Test func aMissingEndOfLine() {
        let tail = hints {
            $0.received = Array("V=3".utf8); $0.tail = Array("V=3".utf8)
        }
        #expect(
            tail == [
                "'V=3' came without an end of line: if the unit never sends one, set `frame: idle 20ms` on port 'ctl'"
            ])
        #expect(hints(port: port(eol: .none))[0].contains("sent with no end of line"))
        #expect(hints(port: port(eol: .lf))[0].contains("sent with LF only"))
        #expect(hints(port: port(eol: .cr))[0].contains("sent with CR only"))
        #expect(hints(port: port(eol: .crlf)).isEmpty)
        #expect(hints(port: port(eol: .lf)) { $0.hasAnswered = true }.isEmpty)
    }

    @Test func anEcho() {
        #expect(
            hints {
                $0.hasOnlyEcho = true; $0.received = Array("MEAS\r\n".utf8)
            }[0].contains("only the command itself"))
        #expect(
            hints(.noMatch) {
                $0.hasJudgedEcho = true; $0.received = Array("MEAS\r\n".utf8)
            }[0].contains("echo: auto"))
    }

    @Test func theWrongChannel() {
        let noise = CauseHints.Elsewhere(alias: "aux", port: "FT0-B", bytes: Array("hi".utf8), isAnswer: false)
        let answer = CauseHints.Elsewhere(alias: "dbg", port: "FT0-C", bytes: Array("OK".utf8), isAnswer: true)
        #expect(hints { $0.elsewhere = [noise] }[0].hasPrefix("nothing came on port 'ctl', but 'hi' on 'aux' (FT0-B)"))
        #expect(hints { $0.elsewhere = [noise, answer] }[0].contains("'dbg' (FT0-C) instead of 'ctl'"))
        #expect(
            hints(.noMatch) {
                $0.elsewhere = [noise]; $0.received = Array("x\r\n".utf8)
            }.isEmpty)
    }

    @Test func aForeignReader() {
        #expect(hints { $0.foreignReader = "minicom (pid 7)" }[0].hasPrefix("minicom (pid 7) has the port open too"))
    }

    @Test func stuckFlowControl() {
        let stuck = Outcome.error(RunFault(.writeStuck, port: "FT0-A", message: ""))
        #expect(hints(stuck, port: port(flow: .rtscts))[0].contains("CTS"))
        #expect(hints(stuck, port: port(flow: .xonxoff))[0].contains("XOFF"))
        #expect(hints(stuck)[0].contains("no flow control is set"))
    }

    @Test(arguments: [
        Outcome.level(.pass), .level(.warn), .level(.fail), .level(.critical), .stopped,
        .error(RunFault(.unplugged, port: nil, message: "")), .error(RunFault(.matchLimit, port: nil, message: "")),
    ])
    func whatTheUnitOrAPersonDidHasNoHint(outcome: Outcome) {
        let found = hints(outcome, port: port(eol: .none)) {
            $0.received = [0xff, 0xff]
            $0.hasJudgedEcho = true
            $0.foreignReader = "minicom"
        }
        #expect(found.isEmpty)
    }
}
