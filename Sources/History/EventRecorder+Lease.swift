internal import GRDB
internal import RigModel

/// What a lease names, by what it is to the lease.
enum LeaseTarget: String { case port, resource, blocker }

extension EventRecorder {
    /// Keeps the latest of a lease. What it asked for never changes; what it waits for does.
    func record(_ lease: LeaseRecord) throws {
        var heldSince: Timestamp?
        var end: (at: Timestamp, reason: String)?
        var blockers: [String] = []
        switch lease.state {
        case .waiting(let targets): blockers = targets
        case .held(let since): heldSince = since
        case .ended(let at, let reason): end = (at, reason)
        }
        try run(
            """
            INSERT INTO lease (id, owner, reason, priority, requestedAt, deadline, heartbeatEvery, heldSince, endedAt,
                endReason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET deadline = excluded.deadline, heartbeatEvery = excluded.heartbeatEvery,
                heldSince = coalesce(excluded.heldSince, heldSince), endedAt = excluded.endedAt,
                endReason = excluded.endReason
            """,
            lease.id.rawValue, lease.owner, lease.reason, lease.priority, lease.requestedAt.nanoseconds,
            lease.deadline.nanoseconds, lease.heartbeatEvery.nanoseconds, heldSince?.nanoseconds, end?.at.nanoseconds,
            end?.reason)
        let statement = try database.cachedStatement(sql: "SELECT key FROM lease WHERE id = ?")
        guard let key = try Int64.fetchOne(statement, arguments: [lease.id.rawValue]) else { return }
        try name(lease.ports.map(\.rawValue), as: .port, of: key)
        try name(lease.resources.map(\.rawValue), as: .resource, of: key)
        try name(blockers, as: .blocker, of: key)
    }

    private func name(_ names: [String], as kind: LeaseTarget, of lease: Int64) throws {
        try run("DELETE FROM leaseTarget WHERE lease = ? AND kind = ?", lease, kind.rawValue)
        for (position, name) in names.enumerated() {
            try run(
                "INSERT INTO leaseTarget (lease, kind, position, name) VALUES (?, ?, ?, ?)",
                lease, kind.rawValue, position, name)
        }
    }
}
