import FTDIChip
import RigModel
import Testing

/// What the kernel reads before it chooses a driver.
struct DescriptorTests {
    private func descriptor(_ kind: UInt16, _ index: UInt16 = 0, of driver: inout FakeDriver) -> [UInt8]? {
        let setup = SetupPacket(type: 0x80, request: 6, value: kind << 8 | index, index: 0, length: 255)
        guard case .read(let bytes)? = driver.control(setup) else { return nil }
        return bytes
    }

    @Test(arguments: [(FTDIChip.ft232r, 1, 64), (.ft2232h, 2, 512), (.ft4232h, 4, 512)])
    func interfacesAndEndpoints(chip: FTDIChip, channels: Int, packet: Int) throws {
        var driver = FakeDriver(chip)
        let device = try #require(descriptor(1, of: &driver))
        #expect(device.count == 18)
        #expect(FTDIChip(bcdDevice: UInt16(device[12]) | UInt16(device[13]) << 8) == chip)
        let configuration = try #require(descriptor(2, of: &driver))
        #expect(configuration.count == Int(configuration[2]) | Int(configuration[3]) << 8)
        #expect(configuration[4] == UInt8(channels))
        #expect(configuration.count == 9 + channels * (9 + 7 + 7))
        for channel in 0..<channels {
            let endpoints = configuration.dropFirst(9 + channel * 23 + 9).prefix(14).map(Int.init)
            #expect(endpoints[2] == 0x81 + 2 * channel && endpoints[9] == 2 + 2 * channel)
            #expect(endpoints[4] | endpoints[5] << 8 == packet)
        }
    }

    @Test(arguments: [FTDIChip.ft2232h, .ft4232h])
    func swappedInterfacesComeInReverseOrderAndAreWhoTheyWere(chip: FTDIChip) throws {
        func interfaces(swaps: Bool) throws -> [[UInt8]] {
            var driver = FakeDriver(chip, swaps: swaps)
            let configuration = try #require(descriptor(2, of: &driver))
            return stride(from: 9, to: configuration.count, by: 23).map { Array(configuration[$0..<$0 + 23]) }
        }
        let plain = try interfaces(swaps: false)
        #expect(plain.map { $0[2] } == (0..<UInt8(chip.channelCount)).map { $0 })
        #expect(try interfaces(swaps: true) == plain.reversed())
    }

    @Test func namesAndSerialNumber() throws {
        var driver = FakeDriver(.ft232r, serial: "FT7ABCDE")
        #expect(descriptor(3, 0, of: &driver) == [4, 3, 9, 4])
        let serial = try #require(descriptor(3, 3, of: &driver))
        #expect(serial.dropFirst(2).enumerated().filter { $0.offset % 2 == 0 }.map(\.element) == Array("FT7ABCDE".utf8))
        #expect(descriptor(3, 4, of: &driver) == nil)
    }

    @Test func aBlankChipHasNoSerialNumber() throws {
        var driver = FakeDriver(.ft232r, serial: nil)
        #expect(try #require(descriptor(1, of: &driver))[16] == 0)
        #expect(descriptor(3, 3, of: &driver) == nil)
    }

    @Test func whatAChipDoesNotKnowStalls() {
        var driver = FakeDriver(.ft232r)
        #expect(driver.control(SetupPacket(type: 0x80, request: 6, value: 0x0600, index: 0, length: 10)) == .stalled)
        #expect(driver.vendor(0x77, value: 0, index: 0) == .stalled)
        #expect(driver.control(SetupPacket(type: 0x20, request: 0, value: 0, index: 0, length: 0)) == .stalled)
    }

    @Test func anAnswerIsNotLongerThanWasAskedFor() {
        var driver = FakeDriver(.ft4232h)
        guard
            case .read(let bytes) = driver.control(
                SetupPacket(type: 0x80, request: 6, value: 0x0100, index: 0, length: 8))
        else {
            Issue.record("no answer")
            return
        }
        #expect(bytes.count == 8)
    }
}
