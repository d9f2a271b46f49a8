extension AlertID {
    /// Made as an execution's id is.
    public init(at time: Timestamp, using generator: inout some RandomNumberGenerator) {
        self.init(rawValue: ExecutionID(at: time, using: &generator).rawValue)
    }

    /// Whether the text has the shape of an id.
    public var isWellFormed: Bool { ExecutionID(rawValue).isWellFormed }
}

extension AuditID {
    /// Made as an execution's id is.
    public init(at time: Timestamp, using generator: inout some RandomNumberGenerator) {
        self.init(rawValue: ExecutionID(at: time, using: &generator).rawValue)
    }
}
