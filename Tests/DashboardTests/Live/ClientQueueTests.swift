import NIOCore
import RigModel
import Testing

@testable import Dashboard

@Suite struct ClientQueueTests {
    private static let encoder = EventEncoder(station: Sample.facts, clocks: Sample.clocks)
    private var limits: ClientQueue.Limits {
        ClientQueue.Limits(messages: 4, bytes: 10_000, lines: 8, behind: 3, linesPerBatch: 4, chunk: 5_000)
    }

    private func frame(_ sequence: UInt64, _ lane: LiveFrame.Lane, size: Int = 0) -> LiveFrame {
        let text = lane == .line ? "{\"n\":\(sequence)}" : "data: \(sequence)\n\n"
        return LiveFrame(
            lane: lane, sequence: sequence, bytes: ByteBuffer(string: text + String(repeating: " ", count: size)))
    }
    /// Takes everything, one word a message: `3` a message, `4+5` a batch, `gap2`, `reset@7`.
    private func drain(_ queue: inout ClientQueue) -> [String] {
        var words: [String] = []
        while let chunk = queue.take(Self.encoder) {
            for message in String(buffer: chunk).split(separator: "\n\n") {
                let data = message.split(separator: "data: ").last ?? ""
                if message.hasPrefix("event: gap") {
                    words.append("gap" + data.filter(\.isNumber))
                } else if message.hasPrefix("event: reset") {
                    words.append("reset@" + (message.split(separator: "\n")[1].split(separator: "-").last ?? ""))
                } else if message.hasPrefix("event: LogMessage") {
                    words.append(data.split(separator: "},{").map { $0.filter(\.isNumber) }.joined(separator: "+"))
                } else {
                    words.append(data.filter(\.isNumber))
                }
            }
        }
        return words
    }

    @Test func keepsTheOrderAndBatchesOnlyNeighbouringLines() {
        var queue = ClientQueue(limits: limits)
        for (sequence, lane) in [(1, .line), (2, .line), (3, .lossless), (4, .line)] as [(UInt64, LiveFrame.Lane)] {
            queue.offer(frame(sequence, lane))
        }
        #expect(drain(&queue) == ["1+2", "3", "4"])
        #expect(queue.isEmpty)
    }

    @Test func aBatchIsBounded() {
        var queue = ClientQueue(limits: limits)
        for sequence in UInt64(1)...6 { queue.offer(frame(sequence, .line)) }
        #expect(drain(&queue) == ["1+2+3+4", "5+6"])
    }

    @Test func aBatchHasTheIDOfItsLastLine() throws {
        var queue = ClientQueue(limits: limits)
        queue.offer(frame(7, .line))
        queue.offer(frame(9, .line))
        let chunk = queue.take(Self.encoder)
        let text = String(buffer: try #require(chunk))
        #expect(text == "event: LogMessage\nid: e1-9\ndata: {\"lines\":[{\"n\":7},{\"n\":9}]}\n\n")
    }

    @Test func statesCoalesceOnlyForAClientThatIsBehind() {
        var queue = ClientQueue(limits: limits)
        queue.offer(frame(1, .coalescing(key: "a")))
        queue.offer(frame(2, .coalescing(key: "a")))
        queue.offer(frame(3, .coalescing(key: "b")))
        // From here on three wait: the newest of a key stands for the one before.
        queue.offer(frame(4, .coalescing(key: "b")))
        queue.offer(frame(5, .coalescing(key: "a")))
        #expect(drain(&queue) == ["1", "4", "5"])
    }

    @Test func losslessMessagesOverflowIntoAGapAndAReset() {
        var queue = ClientQueue(limits: limits)
        for sequence in UInt64(1)...5 { queue.offer(frame(sequence, .lossless)) }
        queue.offer(frame(6, .lossless))
        #expect(drain(&queue) == ["gap5", "reset@5", "6"])
    }

    @Test func overflowingAgainAddsUp() {
        var queue = ClientQueue(limits: limits)
        for sequence in UInt64(1)...11 { queue.offer(frame(sequence, .lossless)) }
        #expect(drain(&queue) == ["gap10", "reset@10", "11"])
    }

    @Test func tooManyBytesAreAnOverflowAsWell() {
        var queue = ClientQueue(limits: limits)
        queue.offer(frame(1, .lossless, size: 9_000))
        queue.offer(frame(2, .lossless, size: 9_000))
        #expect(drain(&queue) == ["gap2", "reset@2"])
    }

    @Test func tooManyLinesLoseTheOldestAndSaySo() {
        var queue = ClientQueue(limits: limits)
        queue.offer(frame(1, .lossless))
        for sequence in UInt64(2)...10 { queue.offer(frame(sequence, .line)) }
        #expect(drain(&queue) == ["1", "gap5", "7+8+9+10"])
    }

    @Test func linesNeverPushOutWhatIsLossless() {
        var queue = ClientQueue(limits: limits)
        for sequence in UInt64(1)...3 { queue.offer(frame(sequence, .lossless)) }
        for sequence in UInt64(4)...400 { queue.offer(frame(sequence, .line, size: 200)) }
        let words = drain(&queue)
        #expect(words.prefix(3) == ["1", "2", "3"])
        #expect(words.count(where: { $0.hasPrefix("gap") }) == 1)
        #expect(words.last?.hasSuffix("400") == true)
        #expect(!words.contains { $0.hasPrefix("reset") })
    }

    @Test func everyLineIsEitherSentOrCounted() {
        var queue = ClientQueue(limits: limits)
        var (sent, dropped) = (0, 0)
        for sequence in UInt64(1)...1_000 {
            queue.offer(frame(sequence, .line))
            guard sequence.isMultiple(of: 37) || sequence == 1_000 else { continue }
            for word in drain(&queue) {
                if word.hasPrefix("gap") {
                    dropped += Int(word.dropFirst(3)) ?? 0
                } else {
                    sent += word.split(separator: "+").count
                }
            }
        }
        #expect(sent + dropped == 1_000)
    }
}
