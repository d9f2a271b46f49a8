import RigModel
import Testing

@testable import Execution

/// When the wait for the answer to a command of the safe state is over.
@Suite struct SafeStateReplyTests {
    private let start = ContinuousClock.now
    private let command = Array("OUT 0\n".utf8)
    /// What six bytes take at 9,600 bit/s, and as long again.
    private let wireTime: Duration = .milliseconds(15)

    private func reply(_ framing: Framing = .lines) -> SafeStateReply {
        SafeStateReply(to: command, on: LineSettings(baud: 9_600), splitter: FrameSplitter(framing)) { _, _ in }
    }

    @Test func theFirstFrameBehindTheCommandEndsIt() {
        var reply = reply()
        reply.sent(command, at: start)
        #expect(reply.hasSent)
        #expect(reply.received(Array("O".utf8)[...], at: start + wireTime) == false)
        #expect(reply.idleDeadline == nil)
        #expect(reply.received(Array("K\n".utf8)[...], at: start + wireTime) == true)
        #expect(reply.heard == Array("OK\n".utf8))
    }

    @Test func aPartOfTheCommandIsNotTheCommand() {
        var reply = reply()
        reply.sent(Array(command.dropLast()), at: start)
        #expect(!reply.hasSent)
    }

    @Test func whatComesWhileBytesAreStillToGoEndsNothing() {
        var reply = reply()
        #expect(reply.received(Array("LATE\n".utf8)[...], at: start) == false)
        #expect(reply.idleDeadline == nil)
        reply.sent(command, at: start + .seconds(1))
        #expect(reply.idleDeadline == nil)
        #expect(reply.received(Array("OK\n".utf8)[...], at: start + .seconds(2)) == true)
        #expect(reply.heard == Array("LATE\nOK\n".utf8))
    }

    @Test func silenceWhileBytesAreStillToGoEndsNothing() {
        var reply = reply(.idle(.milliseconds(20)))
        #expect(reply.received([1, 2], at: start) == false)
        #expect(reply.idleDeadline == start + .milliseconds(20))
        #expect(reply.idle(at: start + .milliseconds(20)) == false)
        reply.sent(command, at: start + .seconds(1))
        #expect(reply.received([3], at: start + .seconds(2)) == false)
        #expect(reply.idle(at: start + .seconds(2) + .milliseconds(20)) == true)
    }

    /// It was in the buffer: the line would be closed over a command that has not left the driver.
    @Test func whatComesAtOnceEndsItWhenTheCommandIsOnTheWire() {
        var reply = reply()
        reply.sent(command, at: start)
        #expect(reply.received(Array("LATE\n".utf8)[...], at: start) == false)
        #expect(reply.idleDeadline == start + wireTime)
        #expect(reply.idle(at: start + wireTime) == true)
    }
}
