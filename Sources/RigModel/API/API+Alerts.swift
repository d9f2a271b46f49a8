extension API {
    /// Something that a person should see to; event AlertChanged.
    public struct Alert: Codable, Sendable, Hashable {
        public var id: AlertID
        public var rule: AlertRule
        /// What the rule holds of: a unit as `bib/uut`, or a part of the service and its complaint.
        public var subject: String
        public var severity: AlertSeverity
        public var state: RigModel.Alert.State
        /// What is wrong, and what to do.
        public var summary: String
        public var firedAt: String
        /// When it was last seen to be so, and how often it was.
        public var lastAt: String
        public var count: Int
        public var bibId: BIBID?
        public var uutId: UUTInstanceID?
        /// The run that said so last.
        public var executionId: ExecutionID?
        public var acknowledgedAt: String?
        public var acknowledgedBy: String?
        public var resolvedAt: String?
        /// Why it is over.
        public var resolvedBecause: String?
        /// Whether an acknowledgement ends it, since there is nothing else to be done.
        public var endsWhenAcknowledged: Bool

        public init(_ alert: RigModel.Alert, zone: StationZone) {
            id = alert.id
            rule = alert.key.rule
            subject = alert.key.subject
            severity = alert.severity
            state = alert.state
            summary = alert.summary
            firedAt = zone.rfc3339(alert.firedAt)
            lastAt = zone.rfc3339(alert.lastAt)
            count = alert.count
            bibId = alert.bib
            uutId = alert.instance
            executionId = alert.execution
            acknowledgedAt = alert.acknowledgement.map { zone.rfc3339($0.at) }
            acknowledgedBy = alert.acknowledgement?.by
            resolvedAt = alert.resolution.map { zone.rfc3339($0.at) }
            resolvedBecause = alert.resolution?.because
            endsWhenAcknowledged = alert.key.rule.endsWhenAcknowledged
        }
    }

    /// GET alerts: the latest first.
    public struct Alerts: Codable, Sendable, Hashable {
        public var alerts: [Alert]
        /// Absent at the end.
        public var nextCursor: String?
        /// Why earlier ones may be missing, as while the store cannot be read; absent where none is.
        public var incomplete: String?
        public init(alerts: [Alert], nextCursor: String?, incomplete: String? = nil) {
            self.alerts = alerts
            self.nextCursor = nextCursor
            self.incomplete = incomplete
        }
    }
}
