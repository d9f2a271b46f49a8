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
                channel: "{ pace: true, baud: 115200 }"))
        for _ in 0..<300 { player.send("go\r\n") }
        #expect(player.machine.counters.lines[.a]?.bytesLost == 300 * 5002 - OutputQueue.capacity)
        #expect(player.machine.counters.lines[.a]?.overruns == 0)
        // What was kept still comes.
        player.wait(.seconds(100))
        #expect(player.said().utf8.count == OutputQueue.capacity)
    }

    @Test func aQueueKeepsTheOrderOfWhatIsPutInAndTakenInPieces() {
        var queue = OutputQueue()
        let text = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        var (sent, taken): (Int, [UInt8]) = (0, [])
        for round in 1...1000 where taken.count < text.count {
            sent += queue.append(text[sent...].prefix(round * 13 % 997))
            let piece = queue.prefix(round * 7 % 499)
            taken += piece
            queue.removeFirst(piece.count)
            #expect(queue.count == sent - taken.count)
        }
        #expect(queue.isEmpty && taken == text)
        #expect(queue.append([UInt8](repeating: 1, count: OutputQueue.capacity + 3)) == OutputQueue.capacity)
        #expect(queue.append([2]) == 0)
        queue.removeFirst(1)
        #expect(queue.append([2, 3]) == 1)
        #expect(queue.count == OutputQueue.capacity)
        queue.removeFirst(OutputQueue.capacity - 1)
        #expect(Array(queue.prefix(5)) == [2])
    }
}
