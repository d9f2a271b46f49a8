/// What a descriptor is waited for. Waiting for both ends at the first of them.
public struct Interest: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Bytes to read, or an error to collect by reading.
    public static let readable = Interest(rawValue: 1)
    /// Room to write.
    public static let writable = Interest(rawValue: 2)
}
