/// How a serial line is set: what a plan asks of the driver.
public struct LineSettings: Sendable, Hashable {
    public enum Parity: String, Sendable, Hashable, CaseIterable { case none, even, odd, mark, space }
    public enum Flow: String, Sendable, Hashable, CaseIterable { case none, rtscts, xonxoff }
    /// What to do with an output line at open; `keep` leaves what the driver does by itself.
    public enum ModemLine: String, Sendable, Hashable, CaseIterable { case keep, on, off }

    /// Bits per second, any value the chip can divide to.
    public var baud: UInt32
    public var dataBits: UInt8
    public var parity: Parity
    public var stopBits: UInt8
    public var flow: Flow
    public var dtr: ModemLine
    public var rts: ModemLine
    /// Whether closing drops DTR and RTS (HUPCL), which resets many boards.
    public var hangUpOnClose: Bool
    /// Ask the chip to send at once rather than every 16 ms (ASYNC_LOW_LATENCY).
    public var lowLatency: Bool

    public init(
        baud: UInt32 = 115_200, dataBits: UInt8 = 8, parity: Parity = .none, stopBits: UInt8 = 1, flow: Flow = .none,
        dtr: ModemLine = .keep, rts: ModemLine = .keep, hangUpOnClose: Bool = false, lowLatency: Bool = true
    ) {
        self.baud = baud
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
        self.flow = flow
        self.dtr = dtr
        self.rts = rts
        self.hangUpOnClose = hangUpOnClose
        self.lowLatency = lowLatency
    }
}
