import Testing

@testable import BoardModel

/// A byte that is sent at one rate and received at another.
@Suite struct LineRatesTests {
    @Test func ratesThatAreCloseAgree() {
        for (sender, receiver) in [(115_200, 115_200), (115_200, 117_000), (9600, 9400)] as [(UInt32, UInt32)] {
            let rates = LineRates(sender: sender, receiver: receiver)
            #expect(rates.agree)
            #expect((0...255).allSatisfy { rates.received($0) == [$0] })
        }
        #expect(!LineRates(sender: 115_200, receiver: 57_600).agree)
        #expect(!LineRates(sender: 9600, receiver: 9000).agree)
    }

    /// Worked out by hand: bits of the sender are two of the receiver's, or half of one.
    @Test func atTwiceOrHalfTheRateTheMiddlesAreOthers() {
        // Start, 0x55 = 1 0 1 0 1 0 1 0 and stop are 00 11 00 11 00 11 00 11 00 11 at twice the rate. Where the first stop
        // bit should be the line is low: a 0. It rises, falls at the twelfth, and the rest is 0 1 1 0 0 1 1 1 and a stop.
        #expect(LineRates(sender: 9600, receiver: 19_200).received(0x55) == [0x00, 0xE6])
        // At half of it the receiver sees what begins with bits 3, 5 and 7 of the frame, and then the line at rest.
        #expect(LineRates(sender: 19_200, receiver: 9600).received(0xFF) == [0xFF])
        #expect(LineRates(sender: 19_200, receiver: 9600).received(0x00) == [0xF8])
    }

    @Test(arguments: [(115_200, 9600), (9600, 115_200), (115_200, 57_600), (57_600, 115_200), (38_400, 115_200)])
    func textIsNotUnderstood(sender: UInt32, receiver: UInt32) {
        let text = Array("V=3.30\r\nPASS\r\nOK\r\n".utf8)
        let heard = text.flatMap(LineRates(sender: sender, receiver: receiver).received)
        #expect(heard != text)
        #expect(!String(decoding: heard, as: UTF8.self).contains("OK"))
        #expect(heard.count <= text.count * 16)
    }
}
