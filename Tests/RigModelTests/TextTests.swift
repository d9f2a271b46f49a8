import RigModel
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        (Array("V=3.31\r\n".utf8), "V=3.31\\r\\n"),
        ([0x00, 0x1b, 0x5b, 0x41], "\\x00\\x1b[A"),
        (Array("grün ✓".utf8), "grün ✓"),
        ([0xff, 0xfe, 0x41], "\\xff\\xfeA"),
        (Array("a\u{202e}b\u{2028}c".utf8), "a\\xe2\\x80\\xaeb\\xe2\\x80\\xa8c"),
        (Array("back\\slash\ttab".utf8), "back\\\\slash\\ttab"),
    ])
    func bytesAreMadeVisible(bytes: [UInt8], text: String) {
        #expect(VisibleBytes.text(bytes) == text)
    }

    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00.000+00:00"),
        (1_788_272_405_123_000_000, 7_200, "2026-09-01T16:20:05.123+02:00"),
        (-1_000_000, -34_200, "1969-12-31T14:29:59.999-09:30"),
        (951_782_400_000_000_000, 0, "2000-02-29T00:00:00.000+00:00"),
    ])
    func timesAreRFC3339WithOffset(nanoseconds: Int64, offset: Int, text: String) {
        #expect(CivilTime(Timestamp(nanoseconds: nanoseconds), offset: offset).rfc3339 == text)
    }

    @Test(arguments: ["", ".hidden", "a/b", "a b", "ü", String(repeating: "x", count: 65), "..", "a\nb"])
    func namesThatCouldLeaveAFolderAreRefused(name: String) { #expect(!BIBID(name).isPlainName) }

    @Test func executionIdsSortByTime() {
        var generator = SystemRandomNumberGenerator()
        let ids = (0..<100).map { ExecutionID(at: Timestamp(nanoseconds: $0 * 1_000_000_000), using: &generator) }
        #expect(ids == ids.sorted())
        #expect(ids.filter { !$0.isWellFormed }.isEmpty)
        #expect(Set(ids).count == ids.count)
    }

    @Test func eventPositionsSurviveTheTrip() {
        let position = EventPosition(epoch: "a-b", sequence: 42)
        #expect(EventPosition("\(position)") == position)
        #expect(EventPosition("nonsense") == nil)
    }
}
