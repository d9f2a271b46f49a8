internal import RigModel

extension Schemas {
    /// What a person should see to, and what persons have asked for.
    static let alerts: [String: Schema] = [
        "Alert": .object([
            Property("id", .string), Property("rule", .choice(AlertRule.allCases.map(\.rawValue))),
            Property("subject", .string), Property("severity", .choice(AlertSeverity.allCases.map(\.rawValue))),
            Property("state", .choice(Alert.State.allCases.map(\.rawValue))), Property("summary", .string),
            Property("firedAt", .dateTime), Property("lastAt", .dateTime), Property("count", .integer),
            Property("bibId", .optional(.string)), Property("uutId", .optional(.string)),
            Property("executionId", .optional(.string)), Property("acknowledgedAt", .optional(.dateTime)),
            Property("acknowledgedBy", .optional(.string)), Property("resolvedAt", .optional(.dateTime)),
            Property("resolvedBecause", .optional(.string)), Property("endsWhenAcknowledged", .boolean),
        ]),
        "Alerts": .object([
            Property("alerts", .array(.reference("Alert"))), Property("nextCursor", .optional(.string)),
            Property("incomplete", .optional(.string)),
        ]),
        "AuditEntry": .object([
            Property("at", .dateTime), Property("actor", .string),
            Property("action", .choice(AuditAction.allCases.map(\.rawValue))), Property("target", .string),
            Property("detail", .string),
            Property("outcome", .choice(API.AuditEntry.Outcome.allCases.map(\.rawValue))),
            Property("reason", .optional(.string)),
        ]),
        "Audit": .object([
            Property("entries", .array(.reference("AuditEntry"))), Property("nextCursor", .optional(.string)),
        ]),
    ]
}
