import SerialIO
import Support
import Testing

@Suite(.timeLimit(.minutes(1))) struct ExchangeTests {
    @Test func aRequestGoesOutAndItsAnswerComesBack() async throws {
        try await withLine { port, pty in
            async let exchange = port.exchange(sending: Array("SN?\r\n"), Hearing(), until: later())
            #expect(try await pty.readText(5) == "SN?\r\n")
            try await pty.write("SN=12345678\r\n")
            let (hearing, ending) = try await exchange
            #expect(ending == .finished)
            #expect(hearing.text == "SN=12345678\r\n")
            #expect(hearing.told == Array("SN?\r\n"))
        }
    }

    @Test func anAnswerSplitAnywhereIsTheSameAnswer() async throws {
        let answer = Array("+1.2345E+00,OK\r\n")
        try await withLine { port, pty in
            for split in 1..<answer.count {
                async let exchange = port.exchange(sending: [63], Hearing(enough: answer.count), until: later())
                _ = try await pty.read(1)
                try await pty.write(Array(answer[..<split]))
                try await Task.sleep(for: .milliseconds(1))
                try await pty.write(Array(answer[split...]))
                let (hearing, ending) = try await exchange
                #expect(ending == .finished)
                #expect(hearing.heard == answer)
            }
        }
    }

    @Test func everyByteValuePassesUnchangedInBothDirections() async throws {
        let all = Array(UInt8.min...UInt8.max)
        try await withLine { port, pty in
            async let exchange = port.exchange(sending: all, Hearing(enough: 256), until: later())
            #expect(try await pty.read(256) == all)
            try await pty.write(all)
            #expect(try await exchange.conversation.heard == all)
        }
    }

    @Test func anAnswerLargerThanAllBuffersArrivesWhole() async throws {
        let answer = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try await withLine { port, pty in
            async let exchange = port.exchange(sending: [1], Hearing(enough: answer.count), until: later())
            _ = try await pty.read(1)
            try await pty.write(answer)
            #expect(try await exchange.conversation.heard == answer)
        }
    }

    @Test func aUnitThatEchoesMoreThanTheBuffersHoldDoesNotLockUpTheLine() async throws {
        let file = [UInt8](repeating: 0x55, count: 100_000)
        try await withLine { port, pty in
            async let exchange = port.exchange(sending: file, Hearing(enough: file.count), until: later())
            var echoed = 0
            while echoed < file.count {
                let piece = try await pty.read(1000)
                try await pty.write(piece)
                echoed += piece.count
            }
            let (hearing, ending) = try await exchange
            #expect(ending == .finished)
            #expect(hearing.heard.count == file.count)
        }
    }

    @Test func theDeadlineIsForTheExchangeAndNotForEachByte() async throws {
        try await withLine { port, pty in
            // There from the start: whatever else this machine does, something came by then.
            try await pty.write("xx")
            async let _: Void = {
                // Until the test ends; every byte comes well within the deadline after the one before.
                while !Task.isCancelled {
                    try await pty.write("x")
                    try await Task.sleep(for: .milliseconds(20))
                }
            }()
            let start = ContinuousClock.now
            let (hearing, ending) = try await port.exchange(
                sending: [63], Hearing(), until: start.advanced(by: .seconds(1)))
            #expect(ending == .deadline)
            #expect(hearing.heard.count > 1, "what came by then is kept")
            #expect(ContinuousClock.now - start >= .seconds(1))
        }
    }

    @Test func silenceEndsAnExchangeThatIsFramedByIt() async throws {
        try await withLine { port, pty in
            async let exchange = port.exchange(
                sending: [63], Hearing(idleAfter: .milliseconds(30)), until: later())
            _ = try await pty.read(1)
            try await pty.write("no end of line")
            let (hearing, ending) = try await exchange
            #expect(ending == .finished)
            #expect(hearing.text == "no end of line")
        }
    }

    @Test func withNothingToSendItOnlyListens() async throws {
        try await withLine { port, pty in
            try await pty.write("BOOT v1\r\n")
            let (hearing, ending) = try await port.exchange(sending: [], Hearing(), until: later())
            #expect(ending == .finished)
            #expect(hearing.text == "BOOT v1\r\n")
        }
    }

    @Test func afterItsDeadlineNothingIsSent() async throws {
        try await withLine { port, pty in
            let past = ContinuousClock.now.advanced(by: .milliseconds(-1))
            let (hearing, ending) = try await port.exchange(sending: Array("LATE\n"), Hearing(), until: past)
            #expect(ending == .deadline && hearing.told.isEmpty)
            async let next = port.exchange(sending: Array("NEXT\n"), Hearing(), until: later())
            #expect(try await pty.readText(5) == "NEXT\n")
            try await pty.write("OK\n")
            #expect(try await next.ending == .finished)
        }
    }

    @Test func leftoversAreReturnedAndDoNotAnswerTheNextRequest() async throws {
        try await withLine { port, pty in
            try await pty.write("stale answer\r\n")
            #expect(
                try await port.discardInput(quietFor: .milliseconds(30), until: later()) == Array("stale answer\r\n"))
            #expect(try await port.discardInput(until: later()) == [])
            async let exchange = port.exchange(sending: [63], Hearing(), until: later())
            _ = try await pty.read(1)
            try await pty.write("fresh\n")
            #expect(try await exchange.conversation.text == "fresh\n")
        }
    }

    @Test func aLineThatNeverFallsQuietIsLeftAtTheDeadline() async throws {
        try await withLine { port, pty in
            let page = [UInt8](repeating: 0x23, count: 2048)
            try await pty.write(page)
            let flood = Task {
                while !Task.isCancelled { try await pty.write(page, within: .milliseconds(500)) }
            }
            let deadline = later(.milliseconds(100))
            let bytes = try await port.discardInput(quietFor: .seconds(5), limit: 1000, until: deadline)
            #expect(bytes.count == 1000)
            #expect(ContinuousClock.now >= deadline)
            flood.cancel()
            _ = await flood.result
        }
    }
}
