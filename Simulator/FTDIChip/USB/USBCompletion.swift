/// A device's answer to one request.
public struct USBCompletion: Sendable, Hashable {
    public enum Result: Sendable, Hashable {
        /// What was read.
        case read([UInt8])
        /// So many bytes were taken.
        case wrote(Int)
        /// The device does not know how to do that.
        case stalled
        /// As the host wished.
        case cancelled
    }
    /// The request's.
    public let id: UInt64
    public let result: Result

    public init(id: UInt64, _ result: Result) {
        self.id = id
        self.result = result
    }
}
