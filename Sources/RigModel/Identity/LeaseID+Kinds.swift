extension LeaseID {
    /// Of the lease that a run holds.
    public init(of execution: ExecutionID) { self.init(rawValue: Self.runPrefix + execution.rawValue) }

    /// Of a lease that a person or program asks for: made as an execution's id is.
    public init(at time: Timestamp, using generator: inout some RandomNumberGenerator) {
        self.init(rawValue: ExecutionID(at: time, using: &generator).rawValue)
    }

    /// The run that holds the lease; nil where a person or program does.
    public var execution: ExecutionID? {
        rawValue.hasPrefix(Self.runPrefix) ? ExecutionID(String(rawValue.dropFirst(Self.runPrefix.count))) : nil
    }

    /// Whether the text has the shape of an id.
    public var isWellFormed: Bool { (execution ?? ExecutionID(rawValue)).isWellFormed }

    static let runPrefix = "run-"
}
