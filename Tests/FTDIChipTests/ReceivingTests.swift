import FTDIChip
import RigModel
import Testing

/// From the board to the host: pace, packets, latency timer, errors.
struct ReceivingTests {
    @Test(arguments: [FTDIChip.ft232r, .ft2232h, .ft4232h])
    func everyByteArrivesInOrder(chip: FTDIChip) {
        var driver = FakeDriver(chip)
        driver.open(.a)
        let text = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        driver.say(text, on: .a)
        driver.pass(.seconds(2), readingOn: .a)
        let arrived = driver.data(of: driver.takeReads()) == text
        #expect(arrived)
    }

    @Test func bytesTakeTheirTimeOnTheLine() {
        var driver = FakeDriver(.ft232r)
        driver.open(.a, baud: 9600, latency: 1)
        driver.say([UInt8](repeating: 0x41, count: 96), on: .a)
        driver.pass(.milliseconds(50), readingOn: .a)
        let half = driver.data(of: driver.takeReads()).count
        driver.pass(.milliseconds(53), readingOn: .a)
        #expect((45...50).contains(half))
        #expect(half + driver.data(of: driver.takeReads()).count == 96)
    }

    @Test func aFewBytesWaitForTheLatencyTimer() {
        var driver = FakeDriver(.ft4232h)
        driver.open(.b, latency: 16)
        driver.say([0x41], on: .b)
        driver.pass(.milliseconds(15))
        #expect(driver.takeReads().isEmpty)
        driver.pass(.milliseconds(2))
        #expect(driver.takeReads() == [[0xb2, 0x60, 0x41]])
    }

    @Test func theLatencyTimerIsWhatTheDriverSets() {
        var driver = FakeDriver(.ft232r)
        driver.open(.a, latency: 2)
        driver.say([0x41], on: .a)
        driver.pass(.milliseconds(3))
        #expect(driver.takeReads().count == 1)
        let setup = SetupPacket(type: 0xc0, request: 10, value: 0, index: 0, length: 1)
        #expect(driver.control(setup) == .read([2]))
    }

    @Test func aTransferHasStatusBytesInEveryPacket() throws {
        var driver = FakeDriver(.ft232r)
        driver.open(.a)
        driver.say((0..<124).map { UInt8($0) }, on: .a)
        driver.pass(.milliseconds(40))
        // Two full packets end no transfer; the empty one that the latency timer sends does.
        let transfer = try #require(driver.takeReads().first)
        #expect(transfer.count == 64 + 64 + 2)
        #expect(
            transfer[0...1] == [0xb1, 0x60] && transfer[64...65] == [0xb1, 0x60] && transfer[128...129] == [0xb1, 0x60])
    }

    @Test func theEventByteDoesNotWait() {
        var driver = FakeDriver(.ft232r)
        driver.open(.a)
        driver.vendor(6, value: 0x100 | 0x0a, index: 0)
        driver.say(Array("OK\n".utf8), on: .a)
        driver.pass(.milliseconds(1))
        #expect(driver.takeReads() == [[0xb1, 0x60] + Array("OK\n".utf8)])
    }

    @Test(arguments: [(LineError.framing, 0x08, 0xb1), (.parity, 0x04, 0x62)] as [(LineError, UInt8, UInt8)])
    func aBadByteIsAloneWithItsError(error: LineError, bits: UInt8, arrives: UInt8) {
        var driver = FakeDriver(.ft4232h)
        driver.open(.a)
        // 8E1: without parity nobody can tell that it is wrong.
        driver.vendor(4, value: 8 | 2 << 8, index: 1)
        driver.say(Array("ab".utf8), on: .a)
        driver.chip.damageNextByte(with: error, on: .a)
        driver.say(Array("cde".utf8), on: .a)
        driver.pass(.milliseconds(40), readingOn: .a)
        #expect(
            driver.takeReads() == [[0xb2, 0x60, 0x61, 0x62], [0xb2, 0x60 | bits, arrives], [0xb2, 0x60, 0x64, 0x65]])
    }

    @Test func aFlippedBitIsNotNoticedWithoutParity() {
        var driver = FakeDriver(.ft4232h)
        driver.open(.a)
        driver.chip.damageNextByte(with: .parity, on: .a)
        driver.say(Array("cd".utf8), on: .a)
        driver.pass(.milliseconds(40), readingOn: .a)
        #expect(driver.takeReads() == [[0xb2, 0x60, 0x62, 0x64]])
    }

    @Test func aBreakIsANulBeforeTheRest() {
        var driver = FakeDriver(.ft232r)
        driver.open(.a)
        driver.chip.damageNextByte(with: .break, on: .a)
        driver.say(Array("x".utf8), on: .a)
        driver.pass(.milliseconds(40), readingOn: .a)
        #expect(driver.takeReads() == [[0xb1, 0x60 | 0x18, 0], [0xb1, 0x60, 0x78]])
    }

    @Test func anOverrunLosesAByteAndTellsWithTheNext() {
        var driver = FakeDriver(.ft232r)
        driver.open(.a)
        driver.chip.damageNextByte(with: .overrun, on: .a)
        driver.say(Array("xyz".utf8), on: .a)
        driver.pass(.milliseconds(40), readingOn: .a)
        #expect(driver.takeReads() == [[0xb1, 0x60 | 0x02, 0x79], [0xb1, 0x60, 0x7a]])
    }

    @Test func aHostThatDoesNotReadLosesNothing() {
        var driver = FakeDriver(.ft4232h)
        driver.open(.a)
        let text = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        driver.say(text, on: .a)
        driver.pass(.seconds(5))
        var got = driver.takeReads()
        driver.pass(.seconds(3), readingOn: .a)
        got += driver.takeReads()
        let arrived = driver.data(of: got) == text
        #expect(arrived)
    }

    @Test func whatWaitsOnTheLineIsBounded() {
        var driver = FakeDriver(.ft232r)
        driver.open(.a)
        #expect(driver.say([UInt8](repeating: 1, count: (1 << 20) + 5), on: .a) == 5)
    }
}
