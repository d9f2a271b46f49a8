import HTTPTypes
import RigModel
import Testing

@testable import Dashboard

@Suite struct HTTPValueTests {
    @Test(arguments: [
        (nil, ByteRange.whole), ("bytes=0-9", .part(0...9)), ("bytes=90-", .part(90...99)),
        ("bytes=-5", .part(95...99)), ("bytes=-500", .part(0...99)), ("bytes=50-500", .part(50...99)),
        ("bytes=100-", .unsatisfiable), ("bytes=100-200", .unsatisfiable), ("bytes=-0", .unsatisfiable),
        ("bytes=9-1", .whole), ("bytes=0-1,3-4", .whole), ("lines=0-1", .whole), ("bytes=a-b", .whole),
        ("bytes=-", .whole), ("bytes=99999999999999999999-", .whole), ("bytes=--1", .whole),
    ])
    func readsARangeOfAHundredBytes(header: String?, range: ByteRange) {
        #expect(ByteRange(header, size: 100) == range)
    }

    @Test func aRangeOfAnEmptyFileIsUnsatisfiable() {
        #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-1", size: 0) == .unsatisfiable)
    }

    @Test(arguments: [
        ("2026-09-01T12:00:00Z", 0), ("2026-09-01T14:00:00+02:00", 0), ("2026-09-01T06:30:00.000-05:30", 0),
        ("2026-09-01T12:00:00.5Z", 500_000_000), ("2026-09-01t12:00:01z", 1_000_000_000),
        ("2026-09-01T12:00:00.123456789Z", 123_456_789),
    ])
    func readsRFC3339(text: String, nanosecondsBehind: Int64) throws {
        let time = try #require(Timestamp(rfc3339: text))
        #expect(time.nanoseconds - Sample.time.nanoseconds == nanosecondsBehind)
    }

    @Test func readsBackWhatAZoneWrites() {
        for offset in [-43_200, -12_600, 0, 20_700, 50_400] {
            let zone = StationZone(name: "test") { _ in offset }
            for days in stride(from: -300_000, through: 600_000, by: 9_973) {
                let time = Timestamp(nanoseconds: Int64(days) * 8_640_000_000_000)
                #expect(Timestamp(rfc3339: zone.rfc3339(time)) == time)
            }
        }
    }

    @Test(arguments: [
        "2262-04-11T23:47:16.9Z", "2262-04-11T23:47:17Z", "1600-01-01T00:00:00Z",
        "", "2026-09-01", "2026-09-01T12:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-09-01T24:00:00Z", "2026-09-01T12:00:00+2:00", "2026-09-01T12:00:00Z ", "yesterday",
        "2026-09-01T12:00:00.Z", "0000-01-01T00:00:00Z", "٢026-09-01T12:00:00Z",
    ])
    func refusesWhatIsNoTime(text: String) { #expect(Timestamp(rfc3339: text) == nil) }

    @Test(arguments: [
        ("plain", "plain"), ("a%20b", "a b"), ("%2e%2E%2f", "../"), ("a+b", "a+b"), ("%C5%81", "Ł"), ("%", nil),
        ("%2", nil), ("%zz", nil), ("%ff", nil), ("a%00b", nil),
    ])
    func decodesPercents(text: String, decoded: String?) { #expect(PercentEncoding.decode(text) == decoded) }

    @Test func aQueryNamesTheKeyThatIsWrong() throws {
        let query = try QueryItems("limit=7&state=&topics=logs,steps")
        #expect(try query.integer("limit", in: 1...10) == 7)
        #expect(query["state"] == nil)
        #expect(try query.list("topics", expected: "topics", Topic.init(rawValue:)) == [.logs, .steps])
        #expect { try query.integer("limit", in: 8...10) } throws: {
            ($0 as? ProblemReply)?.detail == "'7' is no value of 'limit'; expected a whole number from 8 to 10"
        }
        #expect(throws: ProblemReply.self) { try QueryItems("a=1&a=2") }
        #expect(throws: ProblemReply.self) { try QueryItems("a=%zz") }
    }

    @Test func aTagMatchesWithoutRegardToWeakness() {
        let tag = EntityTag(weak: "e1-5")
        #expect(tag.matches([.ifNoneMatch: "W/\"e1-5\""]))
        #expect(tag.matches([.ifNoneMatch: "\"x\", \"e1-5\""]))
        #expect(tag.matches([.ifNoneMatch: "*"]))
        #expect(!tag.matches([.ifNoneMatch: "\"e1-6\""]))
        #expect(!tag.matches([:]))
        #expect(EntityTag(of: [1, 2]) != EntityTag(of: [2, 1]))
    }

    @Test(arguments: [("1h", 3_600), ("30m", 1_800), ("7d", 604_800), ("366d", 31_622_400)])
    func readsAWindow(text: String, seconds: Int64) { #expect(MetricsWindow(text)?.duration == .seconds(seconds)) }

    @Test(arguments: ["", "1", "h", "0h", "-1h", "+1h", "1w", "367d", "99999999999999999999d", "9223372036854775807d"])
    func refusesWhatIsNoWindow(text: String) { #expect(MetricsWindow(text) == nil) }

    @Test(arguments: [(5, "5s"), (65, "1m"), (3_700, "1h 1m"), (93_784, "1d 2h 3m")])
    func writesAnUptimeForPeople(seconds: Int, text: String) { #expect(StationFacts.text(seconds: seconds) == text) }
}
