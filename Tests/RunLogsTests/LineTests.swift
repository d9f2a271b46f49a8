import RigModel
import Testing

@testable import RunLogs

struct LineTests {
    @Test func timesAreThoseOfTheZoneWhateverCameBefore() {
        var clock = LineClock(zone: .warsaw)
        // Across seconds, the change to winter time, 1970 and back.
        let times: [Int64] = [
            1_788_265_805_123_000_000, 1_788_265_805_999_999_999, 1_788_265_806_000_000_000,
            1_793_490_000_000_000_000 - 1,
            1_793_490_000_000_000_000, -1, 0, -1_500_000_000,
        ]
        for nanoseconds in times {
            let time = Timestamp(nanoseconds: nanoseconds)
            var line = LineBuffer()
            clock.put(time, to: &line)
            #expect(String(decoding: line.bytes, as: UTF8.self) == StationZone.warsaw.rfc3339(time))
        }
    }

    @Test(arguments: [0, 7, 10, 99, 100, 1_234, -5, 1_000_000])
    func numbersAreWrittenAsSwiftWritesThem(_ number: Int) {
        var line = LineBuffer()
        line.put(number)
        line.put("|")
        line.put(number, digits: 3)
        let padded =
            number < 0 ? "-00\(-number)" : String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)"
        #expect(String(decoding: line.bytes, as: UTF8.self) == "\(number)|\(padded)")
    }

    @Test func everyByteIsShownAsTheModelShowsIt() {
        for first in UInt8.min...UInt8.max {
            for bytes in [[first], [65, first], [first, first, 0x0a], [0xc3, first]] {
                for escapes in [true, false] {
                    #expect(
                        VisibleText.bytes(bytes, escapesBackslash: escapes)
                            == Array(VisibleBytes.text(bytes, escapesBackslash: escapes).utf8))
                }
            }
        }
    }
}
