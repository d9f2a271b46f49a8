import BoardModel
import RigModel
import Testing

/// The wire: ends of lines, echo, pace, bounds.
@Suite struct LineTests {
    @Test(arguments: [
        ("crlf", "a\nb\r\n", "<a\nb>\r\n"), ("lf", "a\r\nb\n", "<a\r>\n<b>\n"), ("cr", "a\rb\n\r", "<a>\r<b\n>\r"),
        ("any", "a\rb\nc\r\n\nd\r", "<a>\r\n<b>\r\n<c>\r\n<>\r\n<d>\r\n"),
    ])
    func linesEndAsTheChannelSays(endOfLine: String, input: String, expected: String) throws {
        var player = try BoardPlayer(
            yaml: oneChannel("rules: [ { on: '(?s)^(?<x>.*)', reply: '<${x}>' } ]", channel: "{ eol: \(endOfLine) }"))
        player.send(input)
        player.wait(.seconds(1))
        #expect(player.said() == expected)
    }

    @Test func echoComesBeforeTheAnswer() throws {
        var player = try BoardPlayer(
            yaml: oneChannel("rules: [ { on: '.', reply: 'ok' } ]", channel: "{ echo: true }"))
        player.send("hi\r\nyo\r\nno")
        #expect(player.said() == "hi\r\nok\r\nyo\r\nok\r\nno")
    }

    @Test func outputTakesTheTimeOfTheObservedRate() throws {
        var player = try BoardPlayer(
            yaml: oneChannel("rules: [ { on: '.', reply: '0123456789' } ]", channel: "{ pace: true, eol: lf }"))
        player.machine.observed(baud: 9600, on: .a)
        player.send("x\n")
        player.wait(.seconds(1))
        #expect(player.said() == "0123456789\n")
        // Eleven bytes of ten bits take 11.46 ms, and arrive with the next tick of the latency timer.
        #expect(player.heard.last?.time == VirtualTime(.milliseconds(12)))
        #expect(player.heard.count == 11)

        player.machine.observed(baud: 115_200, on: .a)
        player.heard = []
        let start = player.time
        player.send("x\nx\n")
        player.wait(.seconds(1))
        #expect(player.said() == "0123456789\n0123456789\n")
        #expect(player.heard.map { $0.time - start } == [.milliseconds(1), .milliseconds(2)])
    }

    @Test func aFloodOfInputIsBounded() throws {
        var player = try BoardPlayer(yaml: oneChannel("rules: [ { on: '(?s)^(?<x>..?)', reply: '${x}', delay: 1s } ]"))
        // A line without an end.
        let flood = [UInt8](repeating: 0x61, count: 100_000)
        player.send(flood)
        player.send("\r\nb\r\n")
        player.wait(.seconds(2))
        #expect(player.said() == "b\r\n")
        #expect(player.machine.counters.lines[.a]?.overruns == 1)
        // Lines without number while the unit is busy.
        for _ in 0..<10_000 { player.send("c\r\n") }
        let overruns = try #require(player.machine.counters.lines[.a]?.overruns)
        #expect(overruns > 7000)
        player.wait(.seconds(10_000))
        #expect(player.said().utf8.count == 3 * (1 + 10_000 - overruns + 1))
    }

    @Test func outputThatWaitsForASlowWireIsBounded() throws {
        var player = try BoardPlayer(
            yaml: oneChannel(
                "rules: [ { on: '.', reply: '\(String(repeating: "x", count: 5000))' } ]",
                channel: "{ pace: true, baud: 50 }"))
        for _ in 0..<100 { player.send("go\r\n") }
        #expect(player.machine.counters.lines[.a]?.overruns == 100 * 5002 - 256 * 1024)
    }
}
