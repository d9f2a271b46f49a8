internal import Hummingbird
internal import RigModel

/// Writes down who asked for what, and what came of it.
///
/// Handed in like every event: the answer does not wait for the disk.
struct Auditor: Sendable {
    let spine: any EventSpine
    let clocks: Clocks

    func watch(
        _ action: AuditAction, _ call: Call, _ carryOut: () async throws -> Response
    ) async throws -> Response {
        let at = clocks.wall
        do {
            let response = try await carryOut()
            await write(action, call, at: at, .done)
            return response
        } catch {
            let why = (error as? ProblemReply)?.detail ?? "the service failed: \(error)"
            await write(action, call, at: at, .refused(why))
            throw error
        }
    }

    private func write(_ action: AuditAction, _ call: Call, at: Timestamp, _ outcome: AuditEntry.Outcome) async {
        guard let (target, detail) = call.note.entry else { return }
        var generator = SystemRandomNumberGenerator()
        spine.post(
            .audited(
                AuditEntry(
                    id: AuditID(at: at, using: &generator), at: at, actor: await call.actor(), action: action,
                    target: target, detail: detail, outcome: outcome)))
    }
}
