import RigModel

/// Holds entries in memory, the latest first; pages by their place in the list.
actor FakeAudit: AuditArchive {
    private var held: [AuditEntry] = []
    private(set) var filters: [AuditFilter] = []

    func hold(_ entries: [AuditEntry]) { held = entries }

    func audit(_ filter: AuditFilter, cursor: String?, limit: Int) async throws -> AuditPage {
        filters.append(filter)
        let start = cursor.flatMap { Int($0) } ?? 0
        return AuditPage(
            entries: Array(held.dropFirst(start).prefix(limit)),
            nextCursor: start + limit < held.count ? "\(start + limit)" : nil)
    }
}
