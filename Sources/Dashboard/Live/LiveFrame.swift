internal import NIOCore

/// One message of an event stream, encoded once and handed to every client that wants it.
struct LiveFrame: Sendable {
    /// What becomes of it when a client is too slow.
    enum Lane: Sendable, Hashable {
        /// Never left out: too many of them end in a gap and a reset.
        case lossless
        /// The newest of a key stands for the older ones.
        case coalescing(key: String)
        /// One line of a batch: the oldest are dropped and counted.
        case line
    }
    let lane: Lane
    /// nil for what is no event of the station (heartbeat, metrics).
    let sequence: UInt64?
    /// The message as it is sent; for a line, only the line's JSON.
    let bytes: ByteBuffer
}
