import BoardModel
import Crypto
import Recording
import RigModel
import Testing

/// The log of a run, in the form for programs, as the service writes it.
@Suite struct RunLogTests {
    @Test func everyByteIsReadWithItsPortAndTime() throws {
        let log = try Self.log([
            Self.note("ctl = port FT7DEMO1-A at /dev/ttyUSB0, 115200 8N1; low_latency cannot be set here", 2),
            Self.note("aux = port FT7DEMO1-B at /dev/ttyUSB1, 9600 8N1", 3),
            Self.line("RX-", "A", #"BOOT\r\n"#, 52, level: "WARN", step: "ping"),
            Self.line("TX", "A", #"PING \\x\r\n"#, 52, step: "ping"),
            Self.line("RX", "B", #"PONG \xff\x00°\n"#, 140, step: "ping"),
            Self.line("RX-", "B", #"and more"#, 140, level: "DEBUG", step: "ping"),
            Self.note("PASS: 'PONG' fits", 141),
        ])
        #expect(log.unit.channels == [.a: 115_200, .b: 9600])
        #expect(
            log.unit.events == [
                .init(at: .milliseconds(2), on: .a, .opened), .init(at: .milliseconds(3), on: .b, .opened),
                // Nobody knows when it came; not after the command, that is all.
                .init(at: .microseconds(27_500), on: .a, .said(Array("BOOT\r\n".utf8))),
                .init(at: .milliseconds(52), on: .a, .sent(Array("PING \\x\r\n".utf8))),
                .init(at: .milliseconds(140), on: .b, .said(Array("PONG ".utf8) + [0xFF, 0x00, 0xC2, 0xB0, 0x0A])),
                .init(at: .milliseconds(140), on: .b, .said(Array("and more".utf8))),
                .init(at: .milliseconds(141), on: .a, .closed), .init(at: .milliseconds(141), on: .b, .closed),
            ])
    }

    @Test func halfAFrameCameBeforeItWasGivenUp() throws {
        let log = try Self.log([
            Self.note("ctl = port FT7DEMO1-A at /dev/ttyUSB0, 9600 8N1", 0),
            Self.line("TX", "A", #"V\n"#, 100, step: "v"), Self.line("RX", "A", "V=3", 2100, step: "v"),
            Self.note("FAIL: no pattern fits", 2100),
        ])
        #expect(log.unit.events[2] == .init(at: .milliseconds(1100), on: .a, .said(Array("V=3".utf8))))
    }

    @Test func aLineFeedThatCameAloneIsItsOwnChannelsWhateverOthersSaidMeanwhile() throws {
        let log = try Self.log([
            Self.note("ctl = port FT7DEMO1-A at /dev/ttyUSB0, 9600 8N1", 0),
            Self.note("aux = port FT7DEMO1-B at /dev/ttyUSB1, 9600 8N1", 0),
            Self.line("TX", "A", #"V\r\n"#, 10, step: "v"), Self.line("RX", "A", #"V=3\r"#, 40, step: "v"),
            Self.line("TX", "B", #"W\r\n"#, 50, step: "w"), Self.line("RX", "B", #"W=4\r\n"#, 90, step: "w"),
            Self.line("RX-", "A", #"\n"#, 900, step: "x"), Self.line("TX", "A", #"X\r\n"#, 900, step: "x"),
            Self.line("RX", "A", #"OK\r\n"#, 950, step: "x"), Self.note("PASS", 951),
        ])
        let said = log.unit.events.filter { $0.channel == .a && $0.kind == .said([0x0A]) }
        // It is told of after B's answer, with the time at which A's line was cut.
        #expect(said.map(\.time) == [.milliseconds(90)])
        #expect(log.doubts == [])
    }

    /// Nobody reads the LF of a port's last answer where the run goes on elsewhere: it is in no log.
    @Test func aLineFeedThatTheLogHasNotIsSaidInTheScript() throws {
        let log = try Self.log([
            Self.note("ctl = port FT7DEMO1-A at /dev/ttyUSB0, 9600 8N1", 0),
            Self.note("aux = port FT7DEMO1-B at /dev/ttyUSB1, 9600 8N1", 0),
            Self.line("TX", "A", #"U\r\n"#, 10, step: "u"), Self.line("RX", "A", #"U=1\r\n"#, 40, step: "u"),
            Self.line("TX", "A", #"V\r\n"#, 50, step: "v"), Self.line("RX", "A", #"V=3\r"#, 80, step: "v"),
            Self.line("TX", "B", #"W\r"#, 90, step: "w"), Self.line("RX", "B", #"W=4\r"#, 130, step: "w"),
            Self.note("PASS", 131),
        ])
        #expect(log.doubts.count == 1, "B says no LF at all")
        #expect(
            log.doubts.first?.hasPrefix("channel A: what was said last in run E10 ends with CR, and the LF") == true)
        let recording = try BoardLogs([log], of: nil).recording(
            as: "copy", usb: USBIdentity(productID: 0x6010, product: "x", chip: .ft2232h))
        let script = try RecordedScript(recording, source: "a run")
        #expect(script.omissions == log.doubts)
        #expect(script.text.contains("\n# Doubtful: channel A: what was said last in run E10"))
    }

    @Test func runsOfOneChannelAreOneUnitInTheOrderOfTheirBeginning() throws {
        func run(_ second: Int, _ channel: String, _ text: String) throws -> RunLog {
            try Self.log(
                [
                    Self.note("p = port FT7DEMO1-\(channel) at /dev/ttyUSB0, 9600 8N1", 0),
                    Self.line("TX", channel, text + #"\n"#, 10, step: "s"), Self.note("end", 20),
                ], ports: [("p", channel)], at: second)
        }
        let logs = try BoardLogs([run(30, "A", "two"), run(10, "A", "one"), run(20, "C", "other")], of: nil)
        #expect(logs.count == 3)
        #expect(logs.lastChannel == .c)
        let recording = logs.recording(as: "copy", usb: USBIdentity(productID: 0x6011, product: "x", chip: .ft4232h))
        #expect(recording.units.count == 2)
        let unit = try #require(recording.units.first { $0.channels[.a] != nil })
        #expect(
            unit.events.filter { if case .sent = $0.kind { true } else { false } } == [
                .init(at: .milliseconds(10), on: .a, .sent(Array("one\n".utf8))),
                .init(at: .milliseconds(20_010), on: .a, .sent(Array("two\n".utf8))),
            ])
    }

    @Test func whatIsNoWholeLogIsRefusedWithWhatToDo() throws {
        #expect(throws: RecordingError.noLog(path: "x")) { try RunLog(Array("hello\n".utf8), path: "x") }
        #expect(throws: RecordingError.noLog(path: "x")) { try RunLog([], path: "x") }
        #expect(throws: RecordingError.noLog(path: "x")) {
            try RunLog(Array(#"{"executionId":"1","bibId":"b","steps":[]}"#.utf8), path: "x")
        }
        #expect(throws: RecordingError.lacksLines(path: "log", count: 7)) {
            try Self.log([#"{"type":"lost","lines":7}"#])
        }
        #expect(throws: RecordingError.badLine(path: "log", line: 2, what: "its port is none of the run's")) {
            try Self.log([Self.line("TX", "D", "x", 1, step: "s")])
        }
        #expect(
            throws: RecordingError.badLine(path: "log", line: 2, what: "its text is not as the service writes bytes")
        ) { try Self.log([Self.line("TX", "A", #"\q"#, 1, step: "s")]) }
        #expect("\(RecordingError.lacksLines(path: "log", count: 7))".hasSuffix("portpool logs rebuild"))
    }

    private static let anew = "have the service write it anew: portpool logs rebuild"

    @Test(arguments: [1, 20, 60]) func aLogThatIsCutInALineIsRefused(cut: Int) throws {
        let whole = Self.text([Self.line("TX", "A", "x", 1, step: "s"), Self.line("RX", "A", "y", 2, step: "s")])
        let lines = whole.split(separator: "\n")
        let torn = lines.prefix(2).joined(separator: "\n") + "\n" + lines[2].prefix(cut)
        #expect(
            throws: RecordingError.badLine(
                path: "log", line: 3, what: "this is no whole line of a run's log; \(Self.anew)")
        ) { try RunLog(Array(torn.utf8), path: "log") }
    }

    @Test func aLogThatLacksWhatItsSealTellsIsRefused() throws {
        let lines = Self.text([Self.line("TX", "A", "x", 1, step: "s"), Self.line("RX", "A", "yy", 2, step: "s")])
            .split(separator: "\n").map(String.init)
        func refusal(_ lines: [String]) -> String? {
            do {
                _ = try RunLog(Array(lines.map { $0 + "\n" }.joined().utf8), path: "log")
                return nil
            } catch { return "\(error)" }
        }
        #expect(refusal(lines) == nil)
        let fewer = refusal([lines[0], lines[1], lines[3]])
        #expect(fewer?.hasPrefix("log:3: the seal is of 3 lines with ") == true)
        #expect(fewer?.contains(" bytes, and above it stand 2 with ") == true)
        #expect(fewer?.hasSuffix(" bytes") == false)
        let shorter = refusal([lines[0], lines[1], lines[2].replacing("yy", with: "y"), lines[3]])
        #expect(shorter?.contains(" bytes, and above it stand 3 with ") == true)
        #expect(refusal(lines + [lines[2]]) == "log:5: it stands behind the log's seal")
        let mute = refusal(lines.dropLast() + [#"{"type":"seal","verdict":"PASS"}"#])
        #expect(mute == "log:4: the seal does not say what it is of")
    }

    /// As many lines and bytes as were sealed, and other ones.
    @Test func aLogThatWasChangedSinceItWasSealedIsRefusedWithBothHashes() throws {
        let whole = Self.text([Self.line("RX", "A", "V=3.31", 2, step: "s")])
        let changed = whole.replacing("V=3.31", with: "V=3.39")
        let (sealed, found) = (Self.body(of: whole), Self.body(of: changed))
        #expect(
            throws: RecordingError.altered(path: "log", sealed: Self.hash(of: sealed), found: Self.hash(of: found))
        ) { try RunLog(Array(changed.utf8), path: "log") }
        let text = "\(RecordingError.altered(path: "a.jsonl", sealed: "12ab", found: "34cd"))"
        #expect(
            text
                == "a.jsonl: it is not what the service sealed: the seal has sha256 12ab, and what stands above it has "
                + "34cd; have the service write it anew: portpool logs rebuild")
    }

    @Test(arguments: [("ERROR", 1), ("ABORTED", 1), ("INTERRUPTED", 1), ("TIMEOUT", 0), ("FAIL", 0)])
    func whatABoardCannotSayIsDoubtful(verdict: String, doubts: Int) throws {
        let log = try Self.log(
            [
                Self.note("ctl = port FT7DEMO1-A at /dev/ttyUSB0, 9600 8N1", 0),
                Self.line("TX", "A", #"V\r\n"#, 10, step: "v"), Self.line("RX", "A", #"V=3\r\n"#, 40, step: "v"),
            ], verdict: verdict)
        #expect(log.doubts.count == doubts)
        #expect(log.doubts.allSatisfy { $0.hasPrefix("run E10 ended with \(verdict), which is not of the unit: ") })
    }

    @Test func aLogWithoutItsSealIsReadAndSaysSoInTheScript() throws {
        let log = try Self.log(
            [
                Self.note("ctl = port FT7DEMO1-A at /dev/ttyUSB0, 9600 8N1", 0),
                Self.line("TX", "A", #"V\r\n"#, 10, step: "v"), Self.line("RX", "A", #"V=3\r\n"#, 40, step: "v"),
            ], sealed: false)
        #expect(log.unit.byteCount == 8)
        let doubt = try #require(log.doubts.first)
        #expect(log.doubts.count == 1)
        #expect(doubt.hasPrefix("log:4: the log ends here without its seal, "))
        let recording = try BoardLogs([log], of: nil).recording(
            as: "copy", usb: USBIdentity(productID: 0x6010, product: "x", chip: .ft2232h))
        let script = try RecordedScript(recording, source: "a run")
        #expect(script.omissions == [doubt])
        #expect(script.text.contains("\n# Doubtful: log:4: the log ends here without its seal, "))
    }

    @Test func logsOfSeveralBoardsNeedAChoice() throws {
        let logs = try [Self.log([], board: "FT1"), Self.log([], board: "FT2")]
        #expect(throws: RecordingError.severalBoards(["FT1", "FT2"])) { try BoardLogs(logs, of: nil) }
        #expect(throws: RecordingError.noSuchBoard("FT3", known: ["FT1", "FT2"])) { try BoardLogs(logs, of: "FT3") }
        #expect(try BoardLogs(logs, of: "FT2").count == 1)
    }

    @Test func aRecordingWithoutBytesOrWithTooManyChannelsMakesNoScript() throws {
        let silent = ScriptWriterTests.recording([RecordedUnit(channels: [.a: 9600])])
        #expect(throws: RecordingError.nothing) { try RecordedScript(silent, source: "x") }
        var wide = ScriptWriterTests.recording([
            RecordedUnit(channels: [.c: 9600], events: [.init(at: .zero, on: .c, .sent([0x41, 0x0A]))])
        ])
        #expect(try RecordedScript(wide, source: "x").summary == "1 unit, 1 exchange, 2 bytes")
        wide.usb = USBIdentity(productID: 0x6001, product: "x", chip: .ft232r)
        #expect(throws: RecordingError.tooManyChannels(chip: "FT232R", count: 1, channel: "C")) {
            try RecordedScript(wide, source: "x")
        }
    }

    private static func log(
        _ lines: [String], ports: [(String, String)] = [("ctl", "A"), ("aux", "B")], board: String = "FT7DEMO1",
        at second: Int = 10, sealed: Bool = true, verdict: String = "PASS"
    ) throws -> RunLog {
        let text = text(lines, ports: ports, board: board, at: second, sealed: sealed, verdict: verdict)
        return try RunLog(Array(text.utf8), path: "log")
    }
    private static func text(
        _ lines: [String], ports: [(String, String)] = [("ctl", "A"), ("aux", "B")], board: String = "FT7DEMO1",
        at second: Int = 10, sealed: Bool = true, verdict: String = "PASS"
    ) -> String {
        let named = ports.map { #"{"alias":"\#($0.0)","port":"\#(board)-\#($0.1)","portName":"/dev/ttyUSB0"}"# }
        let header =
            #"{"type":"header","format":1,"executionId":"E\#(second)","bibId":"demo","uutId":"u","boardId":"\#(board)","#
            + #""ports":[\#(named.joined(separator: ","))],"startTime":"2026-11-21T14:48:\#(second).732+01:00"}"#
        let text = ([header] + lines).map { $0 + "\n" }.joined()
        guard sealed else { return text }
        let hash = hash(of: text)
        let extent = #""lostLines":0,"lines":\#(lines.count + 1),"bytes":\#(text.utf8.count),"sha256":"\#(hash)""#
        return text + #"{"type":"seal","verdict":"\#(verdict)",\#(extent)}"# + "\n"
    }
    /// What stands above the seal.
    private static func body(of text: String) -> String {
        text.split(separator: "\n").dropLast().map { $0 + "\n" }.joined()
    }
    private static func hash(of text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    private static func note(_ text: String, _ elapsed: Int) -> String {
        #"{"type":"line","elapsedMs":\#(elapsed),"level":"INFO","direction":"--","text":"\#(text)"}"#
    }
    /// - Parameter text: as the log shows the bytes.
    private static func line(
        _ direction: String, _ channel: String, _ text: String, _ elapsed: Int, level: String = "INFO", step: String
    ) -> String {
        #"{"type":"line","elapsedMs":\#(elapsed),"level":"\#(level)","phase":"TEST","step":"\#(step)","#
            + #""direction":"\#(direction)","port":"FT7DEMO1-\#(channel)","#
            + #""text":"\#(text.replacing("\\", with: "\\\\"))"}"#
    }
}
