import RigModel

/// What time ends.
extension PoolState {
    /// Ends waits and leases whose time is over, and those whose holders give no sign of life.
    mutating func expire(_ now: PoolTime) -> [Action] {
        let actions = expireClaims(now) + expireGrants(now)
        return actions + serve(now)
    }

    private mutating func expireClaims(_ now: PoolTime) -> [Action] {
        guard queue.contains(where: { isOver($0, now) }) else { return [] }
        var actions: [Action] = []
        let claims = queue
        queue = []
        for claim in claims {
            let absent = claim.ports.first { entries[$0]?.isPresent != true }
            if claim.isSilent(at: now.monotonic) {
                actions.append(end(record(of: claim), Self.silence(claim), now))
            } else if claim.waitEnds.monotonic <= now.monotonic {
                actions.append(refusal(of: claim, .waitedTooLong(for: claim.waits, claim.patience), now))
            } else if let absent, let limit = claim.reappearsBy, limit <= now.monotonic {
                let reason = "port \(absent) was not plugged in again within \(limits.reappear) of the restart"
                actions.append(end(record(of: claim), reason, now))
            } else {
                var claim = claim
                // All its ports came in time; from here on it is a claim like any other.
                if let limit = claim.reappearsBy, limit <= now.monotonic { claim.reappearsBy = nil }
                queue.append(claim)
            }
        }
        return actions
    }

    private func isOver(_ claim: Claim, _ now: PoolTime) -> Bool {
        claim.isSilent(at: now.monotonic) || claim.waitEnds.monotonic <= now.monotonic
            || claim.reappearsBy.map { $0 <= now.monotonic } == true
    }

    private mutating func expireGrants(_ now: PoolTime) -> [Action] {
        var actions: [Action] = []
        for grant in held.values.sorted(by: { $0.claim.id < $1.claim.id }) {
            let isOver = grant.deadline.monotonic <= now.monotonic
            if !grant.claim.isRun {
                if isOver {
                    actions += end(grant, "its time was over", now)
                } else if grant.claim.isSilent(at: now.monotonic) {
                    actions += end(grant, Self.silence(grant.claim), now)
                }
            } else if let fencedAt = grant.fencedAt {
                // Nothing stays locked for ever, whatever has become of the run.
                if fencedAt + limits.obedience <= now.monotonic { actions += free(grant) }
            } else if isOver {
                actions += fence(grant.claim.id, reason: "the lease ran out", now)
            }
        }
        return actions
    }

    private static func silence(_ claim: Claim) -> String {
        "no heartbeat came for \(claim.heartbeatEvery ?? .zero)"
    }
}
