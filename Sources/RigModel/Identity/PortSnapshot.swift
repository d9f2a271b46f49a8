/// A port with all that a person may want to know of it now.
public struct PortSnapshot: Sendable, Hashable {
    public var port: DiscoveredPort
    public var status: PortStatus
    public var matching: BoardMatching
    /// The unit that is on the port now, while a run uses it.
    public var uut: UUTInstanceID?
    public var execution: ExecutionID?
    /// When the run on it began.
    public var since: Timestamp?
    /// Why the port is in `error`, or what last went wrong with it; nil after a run that had no trouble.
    public var lastError: String?
    /// The right by which the port is not free: a run's, a person's or a program's.
    public var lease: LeaseID?
    /// The person or program that holds the lease; nil where a run does.
    public var leaseOwner: String?

    public init(
        port: DiscoveredPort, status: PortStatus, matching: BoardMatching, uut: UUTInstanceID? = nil,
        execution: ExecutionID? = nil, since: Timestamp? = nil, lastError: String? = nil,
        lease: LeaseID? = nil, leaseOwner: String? = nil
    ) {
        self.port = port
        self.status = status
        self.matching = matching
        self.uut = uut
        self.execution = execution
        self.since = since
        self.lastError = lastError
        self.lease = lease
        self.leaseOwner = leaseOwner
    }
}

/// Which plan a board belongs to.
public enum BoardMatching: Sendable, Hashable {
    case matched(BIBID)
    /// No plan fits.
    case unmatched
    /// Several plans fit: an error on that board, never a guess.
    case ambiguous([BIBID])
    /// The plan fits, says `boards: one`, and another board came first.
    case surplus(BIBID)

    /// The plan whose units the board holds; nil where none does.
    public var bib: BIBID? {
        if case .matched(let bib) = self { bib } else { nil }
    }
}
