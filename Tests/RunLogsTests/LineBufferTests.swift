import RigModel
import Testing

@testable import RunLogs

struct LineBufferTests {
    @Test(arguments: [
        (0, "  +0.000"), (7, "  +0.007"), (2_078, "  +2.078"), (9_999, "  +9.999"), (10_000, " +10.000"),
        (123_456, "+123.456"), (1_234_567, "+1234.567"), (-1_250, " +-1.250"),
    ])
    func timesAreAlignedAndNothingIsCutOff(milliseconds: Int, text: String) {
        var line = LineBuffer()
        line.put(.milliseconds(milliseconds), width: 8)
        #expect(String(decoding: line.bytes, as: UTF8.self) == text)
    }
}
