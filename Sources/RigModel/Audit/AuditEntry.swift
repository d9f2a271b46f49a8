/// One change that somebody asked for, and what came of it.
public struct AuditEntry: Sendable, Hashable {
    public enum Outcome: Sendable, Hashable {
        case done
        /// Why not, as the asker was told.
        case refused(String)
    }
    public var id: AuditID
    public var at: Timestamp
    /// Who asked, as far as is known: an account of this computer (`ann (uid 1000)`), or an address.
    public var actor: String
    public var action: AuditAction
    /// What it was to be done to: the id of a run, port, lease or alert; for new runs the BIB, or the unit as `bib/uut`.
    public var target: String
    /// What else was said: a reason, how often, the runs that were queued.
    public var detail: String
    public var outcome: Outcome

    public init(
        id: AuditID, at: Timestamp, actor: String, action: AuditAction, target: String, detail: String = "",
        outcome: Outcome
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.action = action
        self.target = target
        self.detail = detail
        self.outcome = outcome
    }
}

/// What can be asked for that changes something.
public enum AuditAction: String, Sendable, Hashable, CaseIterable, Codable {
    case run, abort, signal, answer
    case takeLease = "take-lease", keepLease = "keep-lease", endLease = "end-lease"
    case quarantine, release, forget
    case acknowledge
}
