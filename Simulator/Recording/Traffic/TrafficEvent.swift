public import RigModel

/// Something that happened on a line between a rig and a unit.
public struct TrafficEvent: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// The rig opened the port.
        case opened
        case closed
        /// Bytes from the rig to the unit.
        case sent([UInt8])
        /// Bytes from the unit to the rig.
        case said([UInt8])
    }
    /// Since the recording began, to a tenth of a millisecond.
    public let time: Duration
    public let channel: Channel
    public let kind: Kind

    public init(at time: Duration, on channel: Channel, _ kind: Kind) {
        let tenths = (time.nanoseconds + 50_000) / 100_000
        self.time = .nanoseconds(max(0, tenths) * 100_000)
        self.channel = channel
        self.kind = kind
    }
}
