import Glibc
import Support
import Testing

@testable import SerialIO

@Suite(.timeLimit(.minutes(1))) struct UnplugTests {
    @Test func unpluggingMidReplyEndsTheExchangeAtOnceAndClosesTheDescriptor() async throws {
        try await withLine { port, pty in
            let path = port.path
            let task = Task {
                var hearing = Hearing()
                do throws(SerialError) {
                    let ending = try await port.converse(sending: Array("SN?\n"), &hearing, until: later())
                    return (hearing.text, SerialError?.none, Optional(ending))
                } catch {
                    return (hearing.text, error, nil)
                }
            }
            _ = try await pty.read(4)
            try await pty.write("SN=12")
            while await port.mayHaveHeard == false { try await Task.sleep(for: .milliseconds(1)) }
            let pulled = ContinuousClock.now
            await pty.unplug()
            let (text, error, _) = await task.value
            #expect(error == .unplugged(path: path))
            #expect(text == "SN=12", "what came before is kept")
            #expect(ContinuousClock.now - pulled < .seconds(5))
            #expect(await port.isClosed)
            await #expect(throws: SerialError.unplugged(path: path)) {
                _ = try await port.exchange(sending: [1], Hearing(), until: later())
            }
        }
    }

    @Test func unpluggingAnIdleLineClosesTheDescriptorEvenWhileNobodyWaits() async throws {
        try await withLine { port, pty in
            await pty.unplug()
            while await !port.isClosed { try await Task.sleep(for: .milliseconds(1)) }
            #expect(await port.ended == .unplugged(path: port.path))
        }
    }

    @Test func unpluggingMidWriteEndsTheExchange() async throws {
        try await withLine { port, pty in
            let path = port.path
            let file = [UInt8](repeating: 0, count: 1_000_000)
            let exchange = Task { try await port.exchange(sending: file, Hearing(), until: later()).ending }
            _ = try await pty.read(1)
            await pty.unplug()
            await #expect(throws: SerialError.unplugged(path: path)) { try await exchange.value }
        }
    }

    @Test func unpluggingEndsWhatIsQueued() async throws {
        try await withLine { port, pty in
            let path = port.path
            let tasks = (0..<3).map { _ in
                Task { try await port.exchange(sending: [1], Hearing(), until: later()).ending }
            }
            _ = try await pty.read(1)
            await pty.unplug()
            for task in tasks { await #expect(throws: SerialError.unplugged(path: path)) { try await task.value } }
        }
    }

    @Test func aDescriptorIsClosedWhereItsValueEnds() throws {
        let pipe = try TestPipe()
        do { _ = Descriptor(owning: dup(pipe.writing)) }
        pipe.closeWriting()
        var byte: UInt8 = 0
        #expect(read(pipe.reading, &byte, 1) == 0, "end of file: nobody can write any more")
    }
}

extension SerialPort {
    fileprivate var isClosed: Bool { descriptor == nil }

    /// Bytes have been read into the buffer.
    fileprivate var mayHaveHeard: Bool { buffer[0] != 0 }
}
