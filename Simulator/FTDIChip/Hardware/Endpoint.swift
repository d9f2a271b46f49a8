public import RigModel

/// The addresses of a chip's bulk endpoints: in 0x81, out 0x02, in 0x83, out 0x04 and so on, two a channel.
public enum Endpoint {
    public static func input(_ channel: Channel) -> UInt8 { 0x81 + 2 * channel.rawValue }
    public static func output(_ channel: Channel) -> UInt8 { 0x02 + 2 * channel.rawValue }

    /// Whether it sends to the host.
    public static func isInput(_ address: UInt8) -> Bool { address & 0x80 != 0 }

    /// The channel that an endpoint belongs to; nil for one that no chip has.
    static func channel(of address: UInt8) -> Channel? {
        Channel.allCases.first { input($0) == address || output($0) == address }
    }
}
