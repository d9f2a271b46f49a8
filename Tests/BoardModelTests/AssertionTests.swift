import BoardModel
import RigModel
import Testing

/// The board judges the rig.
@Suite struct AssertionTests {
    private func failures(_ assertion: String, lines: [String]) throws -> [String] {
        var player = try BoardPlayer(yaml: oneChannel("assert: [ \(assertion) ]"))
        for line in lines { player.send(line + "\r\n") }
        return player.machine.assertionFailures().map { $0.replacing("board.yaml:7:11: ", with: "") }
    }

    @Test func sawSoOften() throws {
        #expect(try failures("{ saw: '^STOP$' }", lines: []) == ["'^STOP$' never came"])
        #expect(try failures("{ saw: '^STOP$' }", lines: ["STOP", "STOP"]) == [])
        #expect(try failures("{ saw: '^STOP$', times: 1 }", lines: ["STOP"]) == [])
        #expect(
            try failures("{ saw: '^STOP$', times: 1 }", lines: ["STOP", "STOP"])
                == ["'^STOP$' came 2 times, not 1"])
        #expect(try failures("{ saw: '^STOP$', times: 0 }", lines: []) == [])
    }

    @Test func neverAndNeverAfter() throws {
        #expect(
            try failures("{ never: '^OUT 1$' }", lines: ["OUT 1"])
                == ["'^OUT 1$' must not come, and came 1 times, first as 'OUT 1' on A at 0 ms"])
        let window = "{ never: '^OUT 1$', after: '^EXIT$', until: '^ATZ$' }"
        #expect(try failures(window, lines: ["OUT 1", "EXIT", "ATZ", "OUT 1"]) == [])
        #expect(
            try failures(window, lines: ["EXIT", "OUT 1", "OUT 1", "ATZ"])
                == ["'^OUT 1$' must not come after '^EXIT$', and came 2 times, first as 'OUT 1' on A at 0 ms"])
    }

    @Test func onlyTheNamedChannelCounts() throws {
        var player = try BoardPlayer(
            yaml: """
                version: 1
                board: two
                usb: { pid: "6010", product: "two" }
                channels: { A: {}, B: {} }
                assert: [ { channel: B, never: 'X' } ]
                """)
        player.send("X\r\n")
        #expect(player.machine.assertionFailures() == [])
        player.send("X\r\n", on: .b)
        #expect(player.machine.assertionFailures().count == 1)
    }

    @Test func everyLineCameAtTheRate() throws {
        var player = try BoardPlayer(yaml: oneChannel("assert: [ { baud: 115200 } ]"))
        player.send("X\r\n")
        player.machine.observed(baud: 115_200, on: .a)
        player.send("X\r\n")
        #expect(player.machine.assertionFailures() == [])
        player.machine.observed(baud: 9600, on: .a)
        player.send("GO\r\nX\r\n")
        #expect(
            player.machine.assertionFailures() == [
                "board.yaml:7:11: 2 lines came at another rate than 115200, the first at 9600 for 'GO' on A at 0 ms"
            ])
    }
}
