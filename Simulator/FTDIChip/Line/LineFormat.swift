/// How a byte goes over the line, as the driver has set it (SIO_SET_DATA).
public struct LineFormat: Sendable, Hashable, CustomStringConvertible {
    public enum Parity: UInt8, Sendable, Hashable, CaseIterable { case none, odd, even, mark, space }
    public enum StopBits: UInt8, Sendable, Hashable, CaseIterable { case one, oneAndAHalf, two }

    public var dataBits = 8
    public var parity = Parity.none
    public var stopBits = StopBits.one
    /// Whether the chip holds its line down.
    public var isBreaking = false

    public init() {}

    /// Reads the value of the request; nil for what no chip can do.
    init?(value: UInt16) {
        guard let parity = Parity(rawValue: UInt8(value >> 8 & 0x7)),
            let stopBits = StopBits(rawValue: UInt8(value >> 11 & 0x3)), (5...8).contains(value & 0xff)
        else { return nil }
        dataBits = Int(value & 0xff)
        self.parity = parity
        self.stopBits = stopBits
        isBreaking = value & 0x4000 != 0
    }

    /// From start bit to stop bit, in half bits.
    var halfBits: Int {
        let stop = [2, 3, 4][Int(stopBits.rawValue)]
        return 2 + 2 * dataBits + (parity == .none ? 0 : 2) + stop
    }

    /// `8N1`.
    public var description: String {
        let parity = ["N", "O", "E", "M", "S"][Int(self.parity.rawValue)]
        return "\(dataBits)\(parity)\(["1", "1.5", "2"][Int(stopBits.rawValue)])"
    }
}
