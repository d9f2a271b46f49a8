/// What a journal has done since its start.
public struct JournalFigures: Sendable, Hashable {
    /// Events numbered.
    public var events: UInt64 = 0
    /// Transactions committed.
    public var groups = 0
    /// Of them, those that were synced to the disk because they held a verdict.
    public var durableGroups = 0
    /// Events in memory because the store fails.
    public var waitingEvents = 0
    /// Memory that they take, about.
    public var waitingBytes = 0
    /// Finished steps given up because that memory was full.
    public var lostSteps = 0

    public init() {}
}
