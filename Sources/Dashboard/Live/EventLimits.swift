/// What the event streams may cost, and how often they speak.
public struct EventLimits: Sendable {
    /// Streams at a time; one more is told to come back later.
    public var clients = 64
    /// What is kept for clients that come back.
    public var replayEvents = 10_000
    public var replayBytes = 8 << 20
    /// How long a log line may wait for others, and how many go together.
    public var lineDelay = Duration.milliseconds(100)
    public var linesPerBatch = 256
    public var heartbeat = Duration.seconds(15)
    public var metrics = Duration.seconds(2)
    /// A client that takes nothing for so long is disconnected.
    public var stall = Duration.seconds(30)
    /// The same, once the service is stopping.
    public var farewell = Duration.seconds(1)
    var queue = ClientQueue.Limits()
    public init() {}
}
