/// What a journal has done since its start.
public struct JournalFigures: Sendable, Hashable {
    /// Events numbered.
    public var events: UInt64 = 0
    /// Transactions committed.
    public var groups = 0
    /// Syncs of the disk for verdicts; one may serve many.
    public var syncs = 0
    /// Events in memory because the store fails.
    public var waitingEvents = 0
    /// Memory that they take, about.
    public var waitingBytes = 0
    /// Finished steps given up because that memory was full.
    public var lostSteps = 0

    public init() {}
}
