/// What somebody asked to be changed, as the store holds it.
public protocol AuditArchive: Sendable {
    /// The latest first.
    func audit(_ filter: AuditFilter, cursor: String?, limit: Int) async throws -> AuditPage
}

/// All given keys must fit.
public struct AuditFilter: Sendable, Hashable {
    public var action: AuditAction?
    /// The whole of it. A run is also found by the order that began it.
    public var target: String?
    public var from: Timestamp?
    public var to: Timestamp?
    public init(
        action: AuditAction? = nil, target: String? = nil, from: Timestamp? = nil, to: Timestamp? = nil
    ) {
        self.action = action
        self.target = target
        self.from = from
        self.to = to
    }
}

public struct AuditPage: Sendable, Hashable {
    public var entries: [AuditEntry]
    /// Hand it back for the next page; nil at the end.
    public var nextCursor: String?
    public init(entries: [AuditEntry], nextCursor: String?) {
        self.entries = entries
        self.nextCursor = nextCursor
    }
}
