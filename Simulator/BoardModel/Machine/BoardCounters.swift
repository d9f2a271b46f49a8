public import RigModel

/// What happened to a board since it was made.
public struct BoardCounters: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        public var bytesReceived = 0
        public var linesReceived = 0
        /// Bytes that went out while the port was open.
        public var bytesSent = 0
        /// Bytes said while nobody had the port open.
        public var bytesUnheard = 0
        /// Bytes or lines from the rig that were lost because a bounded buffer was full.
        public var overruns = 0
        /// Bytes for the rig that were lost because as many waited for it already as are kept.
        public var bytesLost = 0
    }
    public var lines: [Channel: Line] = [:]
    /// How often each fault has struck, by its id.
    public var strikes: [String: Int] = [:]
    public var pluggedIn = 0

    subscript(channel: Channel) -> Line {
        get { lines[channel, default: Line()] }
        set { lines[channel] = newValue }
    }
}
