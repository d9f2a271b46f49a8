import BoardModel
import FoundationEssentials
import RigModel
import Testing

/// The boards and benches that come with the project.
@Suite struct FixtureTests {
    private static let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Fixtures"

    static func board(_ name: String) throws -> BoardScript {
        let path = "\(folder)/boards/\(name).yaml"
        return try BoardScript(yaml: String(contentsOfFile: path, encoding: .utf8), file: path)
    }

    @Test(arguments: ["demo", "quiet"]) func benchHasTwelvePortsOnFiveBoards(name: String) throws {
        let path = "\(Self.folder)/benches/\(name).yaml"
        let bench = try BenchScript(yaml: String(contentsOfFile: path, encoding: .utf8), file: path)
        #expect(bench.boards.map(\.id) == ["left", "right", "spare", "s1", "s2"])
        let ports = try bench.boards.map { board in
            let script = try Self.board(board.script)
            #expect(bench.unknownVariables(of: board, in: script) == [])
            return script.ports.count
        }
        #expect(ports == [4, 4, 2, 1, 1])
        #expect((BenchTimeline(of: bench).nextWake == nil) == (name == "quiet"))
    }

    @Test func spareAndEchoSendBackWhatTheyGet() throws {
        for name in ["spare", "echo"] {
            let script = try Self.board(name)
            var player = BoardPlayer(script)
            for channel in script.ports {
                player.send("ab\u{0}c", on: channel)
                #expect(player.said(on: channel) == "ab\u{0}c")
            }
        }
    }

    /// The commands of the plan `client_demo` in their order, each with a pattern that judges it good.
    @Test(arguments: [
        (
            Channel.a,
            [
                ("ATZ", "OK"), ("ID?", "ID=client_demo rev [A-Z]"), ("SN?", "SN=[0-9A-Z]{8}"), ("INIT", "READY"),
                ("MEAS 3V3", "V=3\\.[23]\\d+"), ("MEAS 5V", "V=[45]\\.\\d+"), ("MEAS I", "I=[\\d.]+"),
                ("TEMP?", "T=[\\d.]+"), ("MEMTEST", "BANK0 OK\r\nBANK1 OK\r\nEND"), ("LED ALL", "OK"),
                ("TEST", "PASS"), ("OUT 0", "OK"), ("EXIT", "BYE"), ("OUT 0", "OK"),
            ]
        ),
        (
            .c,
            [
                ("ATZ", "OK"), ("SN?", "SN=[0-9A-Z]{8}"), ("FW?", "FW=2\\.\\d+\\.\\d+"),
                ("MEAS 3V3", "V=3\\.[23]\\d+"), ("MEAS BAT", "V=[34]\\.\\d+"), ("RELAY 1", "OK"), ("RELAY 0", "OK"),
                ("WDOG?", "WDOG=OK"), ("TEST", "PASS"), ("OUT 0", "OK"), ("EXIT", "BYE"),
            ]
        ),
    ])
    func clientDemoAnswersItsPlan(channel: Channel, dialogue: [(String, String)]) throws {
        try converse("client_demo", on: channel, endOfLine: "\r\n", dialogue)
    }

    @Test func clientDemoAnswersAPingOnItsOtherPort() throws {
        var player = BoardPlayer(try Self.board("client_demo"))
        _ = player.ask("ATZ")
        #expect(player.ask("PING 7") == "")
        #expect(player.said(on: .b) == "PONG 7\r\n")
    }

    @Test(arguments: Channel.allCases) func productionTestAnswersItsPlan(channel: Channel) throws {
        try converse(
            "production_test_v2", on: channel, endOfLine: "\n",
            [
                ("RESET", "READY"), ("SN?", "SN=PT\(channel)[0-9]{5}"), ("FW?", "FW=2\\.\\d+\\.\\d+"),
                ("MEAS 1V8", "V=1\\.[78]\\d+"), ("MEAS 3V3", "V=3\\.[23]\\d+"), ("MEAS 12V", "V=1[12]\\.\\d+"),
                ("MEAS IDLE", "I=[12]\\d\\.\\d"), ("MEAS LOAD", "I=[12]\\d\\d\\.\\d"),
                ("ADC?", "OFFSET=-?[0-2]\\.\\d+"),
                ("CRC?", "CRC=[0-9A-F]{8} OK"), ("RSSI?", "RSSI=-[456]\\d"), ("OFF", "OFF"), ("EXIT", "BYE"),
                ("OFF", "OFF"),
            ])
    }

    @Test func sensorNodeAnswersItsPlan() throws {
        try converse(
            "sensor_node", on: .a, endOfLine: "\n",
            [
                ("WAKE", "AWAKE"), ("SN?", "SN=100000"), ("TEMP?", "T=[12]\\d\\.\\d"), ("HUM?", "H=[3-6]\\d"),
                ("PRES?", "P=\\d+\\.\\d"), ("BAT?", "BAT=3\\.\\d+"), ("JOIN", "JOINED"),
                ("STREAM 3", "S1=\\d+\nS2=\\d+\nS3=\\d+\nDONE"), ("LEAVE", "LEFT"), ("SLEEP", "SLEEPING"),
            ])
    }

    /// Each answer comes within half a second, so that a run lasts three to six.
    private func converse(_ name: String, on channel: Channel, endOfLine: String, _ dialogue: [(String, String)]) throws
    {
        var player = BoardPlayer(try Self.board(name), seed: 99)
        player.wait(.milliseconds(100))
        var spent = Duration.zero
        for (command, pattern) in dialogue {
            let before = player.heard.count, start = player.time
            player.send(command + endOfLine, on: channel)
            player.wait(.milliseconds(450))
            let answer = player.said(on: channel, since: before).replacing("# alive\r\n", with: "")
            let expected = try Regex(pattern + endOfLine)
            #expect(answer.wholeMatch(of: expected) != nil, "\(command) -> \(answer.debugDescription)")
            spent += (player.heard.last?.time ?? start) - start
        }
        #expect((.milliseconds(1500)...(.milliseconds(5500))).contains(spent), "\(spent)")
        #expect(player.machine.assertionFailures() == [])
    }
}
