internal import GRDB
internal import RigModel

extension EventRecorder {
    /// Keeps the latest of an alert. What it is about never changes.
    func record(_ alert: Alert) throws {
        try run(
            """
            INSERT INTO alert (id, rule, subject, severity, summary, firedAt, lastAt, count, bib, instance, execution,
                acknowledgedAt, acknowledgedBy, resolvedAt, resolvedBecause)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, summary = excluded.summary,
                lastAt = excluded.lastAt, count = excluded.count, execution = excluded.execution,
                acknowledgedAt = excluded.acknowledgedAt, acknowledgedBy = excluded.acknowledgedBy,
                resolvedAt = excluded.resolvedAt, resolvedBecause = excluded.resolvedBecause
            """,
            alert.id.rawValue, alert.key.rule.rawValue, alert.key.subject, alert.severity.rawValue, alert.summary,
            alert.firedAt.nanoseconds, alert.lastAt.nanoseconds, alert.count, alert.bib?.rawValue,
            alert.instance?.rawValue, alert.execution?.rawValue, alert.acknowledgement?.at.nanoseconds,
            alert.acknowledgement?.by, alert.resolution?.at.nanoseconds, alert.resolution?.because)
    }

    func record(_ entry: AuditEntry) throws {
        var refusal: String?
        if case .refused(let why) = entry.outcome { refusal = why }
        try run(
            """
            INSERT INTO audit (id, at, actor, action, target, detail, refusal) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """,
            entry.id.rawValue, entry.at.nanoseconds, entry.actor, entry.action.rawValue, entry.target, entry.detail,
            refusal)
    }
}
