/// Something that a person should see to, from when it was noticed until it is over.
public struct Alert: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, CaseIterable, Codable { case firing, acknowledged, resolved }

    /// Somebody has seen it.
    public struct Acknowledgement: Sendable, Hashable {
        public var at: Timestamp
        public var by: String
        public init(at: Timestamp, by: String) {
            self.at = at
            self.by = by
        }
    }

    /// It is over.
    public struct Resolution: Sendable, Hashable {
        public var at: Timestamp
        /// Why, in a few words.
        public var because: String
        public init(at: Timestamp, because: String) {
            self.at = at
            self.because = because
        }
    }

    public var id: AlertID
    public var key: AlertKey
    public var severity: AlertSeverity
    /// What is wrong, and what to do.
    public var summary: String
    public var firedAt: Timestamp
    /// When it was last seen to be so, and how often it was seen.
    public var lastAt: Timestamp
    public var count: Int
    /// The unit, where it is about one.
    public var bib: BIBID?
    public var instance: UUTInstanceID?
    /// The run that said so last.
    public var execution: ExecutionID?
    public var acknowledgement: Acknowledgement?
    public var resolution: Resolution?

    public init(
        id: AlertID, key: AlertKey, severity: AlertSeverity, summary: String, firedAt: Timestamp,
        lastAt: Timestamp? = nil, count: Int = 1, bib: BIBID? = nil, instance: UUTInstanceID? = nil,
        execution: ExecutionID? = nil, acknowledgement: Acknowledgement? = nil, resolution: Resolution? = nil
    ) {
        self.id = id
        self.key = key
        self.severity = severity
        self.summary = summary
        self.firedAt = firedAt
        self.lastAt = lastAt ?? firedAt
        self.count = count
        self.bib = bib
        self.instance = instance
        self.execution = execution
        self.acknowledgement = acknowledgement
        self.resolution = resolution
    }

    public var state: State {
        resolution != nil ? .resolved : acknowledgement != nil ? .acknowledged : .firing
    }
    /// Whether it still asks for something to be done.
    public var isOpen: Bool { resolution == nil }
}
