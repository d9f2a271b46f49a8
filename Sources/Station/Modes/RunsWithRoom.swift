import RigModel

/// Takes orders only while there is room for what a new run would have to say.
struct RunsWithRoom: RunControl {
    let runs: any RunControl
    /// False where the store has failed for so long that the memory for what waits is used up.
    let hasRoom: @Sendable () -> Bool

    func start(_ order: RunOrder) async throws(RunRefusal) -> [ExecutionRequest] {
        guard hasRoom() else { throw .storeFull }
        return try await runs.start(order)
    }
    func abort(_ id: ExecutionID, reason: String) async throws(RunRefusal) {
        try await runs.abort(id, reason: reason)
    }
    func signal(_ id: ExecutionID) async throws(RunRefusal) { try await runs.signal(id) }
    func answer(_ id: ExecutionID, step: String, with answer: OperatorAnswer) async throws(RunRefusal) {
        try await runs.answer(id, step: step, with: answer)
    }
}
