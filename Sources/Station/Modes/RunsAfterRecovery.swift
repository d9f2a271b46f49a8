import RigModel

/// Takes orders from everybody, and lets the recovery of a unit go first.
struct RunsAfterRecovery: RunControl {
    let engine: any RunControl
    let recoveries: Recoveries

    func start(_ order: RunOrder) async throws(RunRefusal) -> [ExecutionRequest] {
        await recoveries.precede(order.bib)
        let requests = try await engine.start(order)
        await recoveries.admitted(requests)
        return requests
    }
    func abort(_ id: ExecutionID, reason: String) async throws(RunRefusal) {
        try await engine.abort(id, reason: reason)
    }
    func signal(_ id: ExecutionID) async throws(RunRefusal) { try await engine.signal(id) }
    func answer(_ id: ExecutionID, step: String, with answer: OperatorAnswer) async throws(RunRefusal) {
        try await engine.answer(id, step: step, with: answer)
    }
}
