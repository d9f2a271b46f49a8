import APIClient
import RigModel

/// One life of a service, seen by a client that keeps every unit at work and remembers what it was told.
actor DurabilityLife {
    private let rig: StationRig
    private var record = EventRecord()
    /// Asked for, and answered.
    private(set) var accepted: Set<ExecutionID> = []
    private let ends = AsyncStream<API.Execution>.makeStream()

    init(_ rig: StationRig) { self.rig = rig }

    /// Keeps all units busy until the service is gone: each that ends is asked for again.
    ///
    /// - Parameter begun: called once all eight are asked for.
    func follow(begun: @escaping @Sendable () async throws -> Void) async throws {
        let position = try await rig.client.snapshot().position
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.listen(after: position) }
            group.addTask {
                for await run in self.ends.stream { await self.ask(run.bibId, run.uutId.rawValue) }
            }
            for bib: BIBID in ["client_demo", "production_test_v2", "sensor_node"] { await ask(bib, nil) }
            try await begun()
            try await group.waitForAll()
        }
    }

    /// Runs whose end was told, with the verdict and whether it was said to be stored.
    func verdicts() throws -> [ExecutionID: API.Execution] {
        try record.runs.compactMapValues { events in
            try events.last { $0.name == "ExecutionCompleted" }.map { try APIClient.decode(API.Execution.self, $0) }
        }
    }

    func steps(of run: ExecutionID) throws -> [API.Step] { try record.steps(of: run) }

    private func listen(after position: String) async {
        // It ends in an error, since the service dies.
        try? await rig.client.events(query: [("after", position)]) { event in
            try await self.take(event)
            return true
        }
        ends.continuation.finish()
    }

    private func take(_ event: ServerEvent) throws {
        try record.take(event)
        if event.name == "ExecutionCompleted" {
            ends.continuation.yield(try APIClient.decode(API.Execution.self, event))
        }
    }

    /// Asked of a service that may be gone: what it has not answered is not counted.
    private func ask(_ bib: BIBID, _ uut: String?) async {
        guard let runs = try? await rig.client.start(API.StartExecution(bibId: bib, uutId: uut)) else { return }
        accepted.formUnion(runs.executions.map(\.executionId))
    }
}
