internal import Hummingbird
internal import RigModel

/// Who has asked for what.
extension Endpoints {
    var auditRoutes: [Route] {
        [
            Route(
                .get, ["audit"],
                Operation(
                    id: "listAudit", summary: "Every change that somebody asked for, the latest first",
                    query: [
                        .init("action", .choice(AuditAction.allCases.map(\.rawValue)), "Only these"),
                        .init(
                            "target", .string,
                            "Only of this run, port (or its alias), lease, alert, BIB or unit (bib/uut)"),
                        .init("from", .dateTime, "Not before this time"),
                        .init("to", .dateTime, "Before this time"),
                        .init("cursor", .string, "nextCursor of the page before"),
                        .init("limit", .whole(1...200), "Entries a page, 1 to 200; 50 if absent"),
                    ], answers: [.init(.ok, "The entries", .reference("Audit"))])
            ) { call in try await list(call.query) }
        ]
    }

    private func list(_ query: QueryItems) async throws -> Response {
        let actions = AuditAction.allCases.map(\.rawValue).joined(separator: ", ")
        let filter = AuditFilter(
            action: try query.value("action", expected: actions, AuditAction.init(rawValue:)),
            target: query["target"].map { station.portNames[$0]?.rawValue ?? $0 },
            from: try query.time("from"), to: try query.time("to"))
        let limit = try query.integer("limit", in: 1...200) ?? 50
        let cursor = try query.value("cursor", expected: "the nextCursor of a page", CheckedCursor.init(parsing:))
        let page = try await audit.audit(filter, cursor: cursor?.cursor, limit: limit)
        return .json(
            API.Audit(
                entries: page.entries.map { API.AuditEntry($0, zone: zone) },
                nextCursor: page.nextCursor.map { CheckedCursor($0).description }))
    }
}
