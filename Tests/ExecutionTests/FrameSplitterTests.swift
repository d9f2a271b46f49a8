@testable import Execution
import RigModel
import Testing

@Suite struct FrameSplitterTests {
    private let now = ContinuousClock.now

    private func frames(_ pieces: [[UInt8]], _ framing: Framing = .lines) -> (contents: [[UInt8]], tail: [UInt8]) {
        var splitter = FrameSplitter(framing)
        var contents: [[UInt8]] = []
        for piece in pieces {
            var rest = piece[...]
            while let frame = splitter.next(from: &rest, at: now) { contents.append(frame.content) }
            #expect(rest.isEmpty)
        }
        return (contents, splitter.tail)
    }

    @Test(arguments: [
        ("OK\r\n", ["OK"], ""), ("OK\n", ["OK"], ""), ("OK\r", ["OK"], ""), ("a\r\nb\nc\rd", ["a", "b", "c"], "d"),
        ("\r\nOK\r\n", ["", "OK"], ""), ("a\n\rb\n", ["a", "", "b"], ""), ("a\r\r\nb\r\n", ["a", "", "b"], ""),
        ("part", [], "part"), ("", [], ""),
    ])
    func crLfAndCrlfEndAFrame(text: String, contents: [String], tail: String) {
        let found = frames([Array(text.utf8)])
        #expect(found.contents == contents.map { Array($0.utf8) })
        #expect(found.tail == Array(tail.utf8))
    }

    @Test(arguments: ["OK\r\nV=3.31\r\n", "\r\n\r\nA\rB\nC\r\nD", "\n\r\n\r\r\n", "x\0y\r\n\u{1b}[0m\r", "tail"])
    func anyCutInTimeGivesTheSameFrames(text: String) {
        let bytes = Array(text.utf8)
        let whole = frames([bytes])
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let pieces = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
                let cut = frames(pieces)
                #expect(cut.contents == whole.contents, "cut at \(first) and \(second)")
                #expect(cut.tail == whole.tail, "cut at \(first) and \(second)")
            }
        }
        let single = frames(bytes.map { [$0] })
        #expect(single.contents == whole.contents)
    }

    @Test func aMegabyteWithoutAnEndIsCutAtTheLimit() {
        let found = frames([[UInt8](repeating: 0x41, count: 1 << 20)])
        #expect(found.contents.map(\.count) == [Int](repeating: FrameSplitter.limit, count: 16))
        #expect(found.tail.isEmpty)
    }

    @Test func silenceEndsAFrameWhereThePlanSaysSo() {
        var splitter = FrameSplitter(.idle(.milliseconds(20)))
        #expect(splitter.idleDeadline == nil)
        var rest = Array("ab\r\nc".utf8)[...]
        #expect(splitter.next(from: &rest, at: now) == nil)
        #expect(splitter.idleDeadline == now + .milliseconds(20))
        #expect(splitter.idle()?.content == Array("ab\r\nc".utf8))
        #expect(splitter.idleDeadline == nil)
    }

    @Test func theLineFeedOfALaterReadBelongsToTheFrameBefore() {
        var first = FrameSplitter(.lines)
        var rest = Array("OK\r".utf8)[...]
        #expect(first.next(from: &rest, at: now)?.content == Array("OK".utf8))
        #expect(first.awaitsLineFeed)
        var second = FrameSplitter(.lines, awaitsLineFeed: first.awaitsLineFeed)
        rest = Array("\nREADY\r\n".utf8)[...]
        #expect(second.next(from: &rest, at: now)?.content == Array("READY".utf8))
    }
}
