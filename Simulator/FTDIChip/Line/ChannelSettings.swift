/// How the driver has set a channel of the chip.
public struct ChannelSettings: Sendable, Hashable {
    public enum Flow: UInt8, Sendable, Hashable, CaseIterable {
        case none = 0
        case rtsCTS = 1
        case dtrDSR = 2
        case xonXOFF = 4
    }
    /// Bits per second that the divisor makes: 115,385 for 115,200.
    public internal(set) var baud: UInt32 = 9600
    public internal(set) var format = LineFormat()
    public internal(set) var flow = Flow.none
    public internal(set) var dtr = false
    public internal(set) var rts = false
    /// After so many milliseconds the chip sends what it has, however little.
    public internal(set) var latency: UInt8 = 16
    /// Sends what it has when it receives this byte.
    public internal(set) var eventByte: UInt8?

    /// That a byte takes on the line.
    var timeOfByte: Duration { .nanoseconds(Int64(format.halfBits) * 500_000_000 / Int64(max(1, baud))) }
}
