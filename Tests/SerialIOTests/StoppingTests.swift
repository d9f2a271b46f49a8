import Support
import Testing

@testable import SerialIO

@Suite(.timeLimit(.minutes(1))) struct StoppingTests {
    /// One request and its answer, to show that the line works.
    private func expectThatItWorks(_ port: SerialPort, _ pty: PTYPair) async throws {
        async let exchange = port.exchange(sending: Array("EXIT\n"), Hearing(), until: later())
        #expect(try await pty.readText(5) == "EXIT\n")
        try await pty.write("BYE\n")
        let (hearing, ending) = try await exchange
        #expect(ending == .finished)
        #expect(hearing.text == "BYE\n")
    }

    @Test func interruptingEndsTheExchangeAndTheNextOneWorks() async throws {
        try await withLine { port, pty in
            async let exchange = port.exchange(sending: Array("HANG\n"), Hearing(), until: later())
            #expect(try await pty.readText(5) == "HANG\n")
            await port.interrupt()
            #expect(try await exchange.ending == .interrupted)
            try await expectThatItWorks(port, pty)
        }
    }

    @Test func interruptingAnIdleLineDoesNothing() async throws {
        try await withLine { port, pty in
            await port.interrupt()
            try await expectThatItWorks(port, pty)
        }
    }

    @Test func cancellingTheTaskNeitherEndsTheExchangeNorPreventsTheNext() async throws {
        try await withLine { port, pty in
            let run = Task {
                let (hearing, ending) = try await port.exchange(sending: Array("TEST\n"), Hearing(), until: later())
                let wasCancelled = Task.isCancelled
                // STOP, from the very task that was cancelled.
                let stop = try await port.exchange(sending: Array("STOP\n"), Hearing(), until: later())
                return (hearing.text, ending, wasCancelled, stop.conversation.text)
            }
            #expect(try await pty.readText(5) == "TEST\n")
            run.cancel()
            try await pty.write("OK\n")
            #expect(try await pty.readText(5) == "STOP\n")
            try await pty.write("STOPPED\n")
            #expect(try await run.value == ("OK\n", .finished, true, "STOPPED\n"))
        }
    }

    @Test func aSecondExchangeWaitsForItsTurn() async throws {
        try await withLine { port, pty in
            async let first = port.exchange(sending: Array("1\n"), Hearing(), until: later())
            #expect(try await pty.readText(2) == "1\n")
            async let second = port.exchange(sending: Array("2\n"), Hearing(), until: later())
            await #expect(throws: PTYPair.Missing.self) { try await pty.read(1, within: .milliseconds(50)) }
            try await pty.write("one\n")
            #expect(try await first.conversation.text == "one\n")
            #expect(try await pty.readText(2) == "2\n")
            try await pty.write("two\n")
            #expect(try await second.conversation.text == "two\n")
        }
    }

    @Test func waitingForTheTurnIsPartOfTheDeadline() async throws {
        try await withLine { port, pty in
            async let first = port.exchange(sending: Array("1\n"), Hearing(), until: later())
            #expect(try await pty.readText(2) == "1\n")
            let second = try await port.exchange(sending: Array("2\n"), Hearing(), until: later(.milliseconds(30)))
            #expect(second.ending == .deadline && second.conversation.told.isEmpty)
            try await pty.write("one\n")
            #expect(try await first.conversation.text == "one\n")
            try await expectThatItWorks(port, pty)
        }
    }

    @Test func interruptingEndsWhatIsQueuedToo() async throws {
        try await withLine { port, pty in
            let exchanges = (0..<3).map { _ in
                Task { try await port.exchange(sending: Array("1\n"), Hearing(), until: later()).ending }
            }
            #expect(try await pty.readText(2) == "1\n")
            while await port.turns.queued < 2 { await Task.yield() }
            await port.interrupt()
            for exchange in exchanges { #expect(try await exchange.value == .interrupted) }
            try await expectThatItWorks(port, pty)
        }
    }

    @Test func aUnitThatDoesNotReadCannotHoldUsPastTheDeadline() async throws {
        try await withLine { port, pty in
            let file = [UInt8](repeating: 0x41, count: 1_000_000)
            let deadline = later(.milliseconds(100))
            var hearing = Hearing()
            do throws(SerialError) {
                let ending = try await port.converse(sending: file, &hearing, until: deadline)
                Issue.record("sent all: \(ending)")
            } catch {
                guard case .writeStuck(pty.path, let accepted, of: file.count) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(accepted > 0 && accepted < file.count)
                #expect(hearing.told.count == accepted)
                // What had not reached the unit was thrown away: the next command does not stand behind it.
                #expect(await pty.readAll().count < accepted)
            }
            #expect(ContinuousClock.now >= deadline)
            try await expectThatItWorks(port, pty)
        }
    }

    @Test func closingEndsTheExchangeAndFreesTheLine() async throws {
        try await withLine { port, pty in
            let path = port.path
            let exchange = Task { try await port.exchange(sending: Array("1\n"), Hearing(), until: later()).ending }
            #expect(try await pty.readText(2) == "1\n")
            await port.close()
            await #expect(throws: SerialError.closed(path: path)) { try await exchange.value }
            try await pty.waitUntilClosed()
            await port.close()
            await port.fence()
            #expect(await port.ended == .closed(path: path))
        }
    }

    @Test func aFencedLineTakesNoByteMore() async throws {
        try await withLine { port, pty in
            let path = port.path
            await port.fence()
            try await pty.waitUntilClosed()
            await #expect(throws: SerialError.fenced(path: path)) {
                _ = try await port.exchange(sending: Array("OUT 1\n"), Hearing(), until: later())
            }
            await #expect(throws: SerialError.fenced(path: path)) { _ = try await port.discardInput(until: later()) }
        }
    }

    @Test func aPortThatNobodyHoldsAnyMoreIsClosed() async throws {
        try await withReactor { reactor in
            let pty = try await PTYPair(on: reactor)
            var port: SerialPort? = try await SerialPort.open(pty.path, on: reactor)
            #expect(await port?.ended == nil)
            port = nil
            try await pty.waitUntilClosed()
        }
    }
}
