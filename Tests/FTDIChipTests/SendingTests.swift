import FTDIChip
import RigModel
import Testing

/// From the host to the board, and what the driver sets.
struct SendingTests {
    @Test func theBoardHearsAtThePaceOfTheLine() {
        var driver = FakeDriver(.ft232r)
        driver.open(.a, baud: 9600)
        driver.write([UInt8](repeating: 0x55, count: 96), on: .a)
        driver.pass(.milliseconds(51))
        let half = heard(&driver).count
        driver.pass(.milliseconds(51))
        #expect((45...50).contains(half))
        #expect(half + heard(&driver).count == 96)
    }

    @Test func parityAndStopBitsTakeTime() {
        var driver = FakeDriver(.ft232r)
        driver.open(.a, baud: 9600)
        // 8E2: 12 bits a byte.
        driver.vendor(4, value: 8 | 2 << 8 | 2 << 11, index: 0)
        driver.write([UInt8](repeating: 0x55, count: 80), on: .a)
        driver.pass(.milliseconds(99))
        #expect(heard(&driver).count < 80)
        driver.pass(.milliseconds(3))
        #expect(driver.chip.settings(of: .a)?.format.description == "8E2")
    }

    @Test func aTransferEndsWhenTheChipHasRoomForItsEnd() {
        var driver = FakeDriver(.ft232r)
        driver.open(.a, baud: 115_200)
        _ = driver.takeActions()
        let first = driver.write([UInt8](repeating: 1, count: 256), on: .a)
        let second = driver.write([UInt8](repeating: 2, count: 256), on: .a)
        #expect(completed(driver.takeActions()) == [first])
        driver.pass(.milliseconds(10))
        #expect(completed(driver.takeActions()).isEmpty)
        driver.pass(.milliseconds(14))
        #expect(completed(driver.takeActions()) == [second])
    }

    @Test func aWedgedChannelTakesNothingAndTheOthersGoOn() {
        var driver = FakeDriver(.ft4232h)
        driver.open(.a)
        driver.open(.b)
        _ = driver.chip.setWedged(true, on: .a, at: driver.now)
        _ = driver.takeActions()
        let stuck = driver.write([1, 2, 3], on: .a)
        let fine = driver.write([4, 5, 6], on: .b)
        driver.pass(.seconds(1))
        let actions = driver.takeActions()
        #expect(completed(actions) == [fine])
        #expect(actions.contains(.received(.b, [4, 5, 6])))
        driver.cancel(stuck)
        #expect(driver.takeActions() == [.complete(USBCompletion(id: stuck, .cancelled))])
    }

    @Test func aChannelThatIsFreedAgainSendsWhatWaited() {
        var driver = FakeDriver(.ft4232h)
        driver.open(.a)
        _ = driver.chip.setWedged(true, on: .a, at: driver.now)
        let stuck = driver.write([1, 2, 3], on: .a)
        driver.pass(.seconds(1))
        #expect(
            driver.chip.setWedged(false, on: .a, at: driver.now) == [.complete(USBCompletion(id: stuck, .wrote(3)))])
        _ = driver.takeActions()
        driver.pass(.milliseconds(5))
        #expect(heard(&driver) == [1, 2, 3])
    }

    @Test func openAndClosedAreWhatTheDriverDoes() {
        var driver = FakeDriver(.ft4232h)
        let early = driver.read(.c)
        #expect(driver.takeActions().isEmpty, "Without a reset nobody has opened the port.")
        driver.cancel(early)
        driver.vendor(0, value: 0, index: 3)
        let reads = [driver.read(.c), driver.read(.c)]
        #expect(driver.takeActions().filter { $0 == .opened(.c) }.count == 1)
        driver.cancel(reads[0])
        #expect(!driver.takeActions().contains(.closed(.c)))
        driver.cancel(reads[1])
        #expect(driver.takeActions().contains(.closed(.c)))
        // What the controller asks for again while it cancels is no opening.
        driver.cancel(driver.read(.c))
        #expect(!driver.takeActions().contains(.opened(.c)))
    }

    @Test func whatTheDriverSetsIsRemembered() throws {
        var driver = FakeDriver(.ft2232h)
        driver.open(.b, baud: 57_600, latency: 1)
        driver.vendor(1, value: 0x303, index: 2)
        driver.vendor(2, value: 0, index: 1 << 8 | 2)
        driver.vendor(1, value: 0x100, index: 2)
        let history = driver.chip.history.filter { $0.channel == .b }.map(\.settings)
        #expect(history.contains { $0.dtr && $0.rts && $0.flow == .rtsCTS && $0.latency == 1 })
        let last = try #require(driver.chip.settings(of: .b))
        #expect(!last.dtr && last.rts)
        #expect(driver.chip.settings(of: .a)?.dtr == false)
    }

    @Test func aResetOfTheBusBeginsAnew() {
        var driver = FakeDriver(.ft4232h)
        driver.open(.a, baud: 9600)
        driver.write([1, 2, 3], on: .a)
        driver.say([4, 5, 6], on: .a)
        _ = driver.takeActions()
        #expect(driver.chip.handle(.reset, at: driver.now) == [.closed(.a)])
        #expect(driver.chip.nextWake == nil)
        #expect(driver.chip.isOpen(.a) == false)
    }

    private func heard(_ driver: inout FakeDriver) -> [UInt8] {
        driver.takeActions().flatMap { action in
            if case .received(.a, let bytes) = action { bytes } else { [UInt8]() }
        }
    }
    private func completed(_ actions: [ChipAction]) -> [UInt64] {
        actions.compactMap { if case .complete(let completion) = $0 { completion.id } else { nil } }
    }
}
