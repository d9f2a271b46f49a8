public import RigModel

/// Writes down what was asked for by other ways than the API, which has its own.
public struct StationAuditor: Sendable {
    let spine: any EventSpine
    let clocks: Clocks

    /// - Parameters:
    ///   - actor: who asked.
    ///   - target: a run, or a BIB or unit (`bib/uut`).
    public func write(
        _ action: AuditAction, by actor: String, target: String, detail: String = "",
        _ outcome: AuditEntry.Outcome = .done
    ) {
        var generator = SystemRandomNumberGenerator()
        let at = clocks.wall
        let entry = AuditEntry(
            id: AuditID(at: at, using: &generator), at: at, actor: actor, action: action, target: target,
            detail: detail, outcome: outcome)
        spine.post(.audited(entry))
    }
}
