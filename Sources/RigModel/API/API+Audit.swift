extension API {
    /// One change that somebody asked for.
    public struct AuditEntry: Codable, Sendable, Hashable {
        public enum Outcome: String, Codable, Sendable, Hashable, CaseIterable { case done, refused }
        public var at: String
        /// An account of the station's computer, or an address.
        public var actor: String
        public var action: AuditAction
        public var target: String
        public var detail: String
        public var outcome: Outcome
        /// Why not; absent where it was done.
        public var reason: String?

        public init(_ entry: RigModel.AuditEntry, zone: StationZone) {
            at = zone.rfc3339(entry.at)
            actor = entry.actor
            action = entry.action
            target = entry.target
            detail = entry.detail
            switch entry.outcome {
            case .done: outcome = .done
            case .refused(let why):
                outcome = .refused
                reason = why
            }
        }
    }

    /// GET audit: the latest first.
    public struct Audit: Codable, Sendable, Hashable {
        public var entries: [AuditEntry]
        /// Absent at the end.
        public var nextCursor: String?
        public init(entries: [AuditEntry], nextCursor: String?) {
            self.entries = entries
            self.nextCursor = nextCursor
        }
    }
}
