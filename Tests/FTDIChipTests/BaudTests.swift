import FTDIChip
import RigModel
import Testing

/// What the driver sends for a rate is what the chip makes of it.
struct BaudTests {
    static let usual: [UInt32] = [
        300, 1200, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_500_000,
    ]

    @Test(arguments: [FTDIChip.ft232r, .ft2232h, .ft4232h], usual)
    func theRateThatTheDriverAsksFor(chip: FTDIChip, baud: UInt32) throws {
        var driver = FakeDriver(chip)
        driver.set(baud: baud, on: .a)
        let made = try #require(driver.chip.settings(of: .a)).baud
        #expect(abs(Double(made) - Double(baud)) / Double(baud) < 0.03)
    }

    @Test(
        arguments: [
            (0, 0, 3_000_000), (1, 0, 2_000_000), (26, 0, 115_385), (0xC34, 0, 960), (0x4138, 0, 9600),
            (0x4138, 1, 9596),
        ] as [(UInt16, UInt16, UInt32)])
    func divisorsOfAChipWithOneChannel(value: UInt16, index: UInt16, baud: UInt32) throws {
        var driver = FakeDriver(.ft232r)
        driver.vendor(3, value: value, index: index)
        #expect(driver.chip.settings(of: .a)?.baud == baud)
    }

    @Test func highSpeedChipsReachTwelveMegabits() {
        var driver = FakeDriver(.ft4232h)
        driver.vendor(3, value: 0, index: 0x0200 | 3)
        #expect(driver.chip.settings(of: .c)?.baud == 12_000_000)
        #expect(driver.chip.settings(of: .a)?.baud == 9600)
    }
}
