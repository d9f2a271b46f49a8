import RigModel
import Testing

@testable import Station

struct DurabilityRoomTests {
    /// Counts what it is asked for.
    private actor Engine: RunControl {
        private(set) var asked: [String] = []
        func start(_ order: RunOrder) async throws(RunRefusal) -> [ExecutionRequest] {
            asked.append("start \(order.bib)")
            return []
        }
        func abort(_ id: ExecutionID, reason: String) async throws(RunRefusal) { asked.append("abort \(id)") }
        func signal(_ id: ExecutionID) async throws(RunRefusal) { asked.append("signal \(id)") }
        func answer(_ id: ExecutionID, step: String, with answer: OperatorAnswer) async throws(RunRefusal) {
            asked.append("answer \(id)")
        }
    }

    @Test func whereTheStoreHasNoRoomNothingIsBegunAndEverythingCanBeEnded() async throws {
        let engine = Engine()
        let full = RunsWithRoom(runs: engine) { false }
        await #expect(throws: RunRefusal.storeFull) {
            try await full.start(RunOrder(bib: "client_demo", origin: "api"))
        }
        try await full.abort("RUN1", reason: "")
        try await full.signal("RUN1")
        try await full.answer("RUN1", step: "scan", with: .text("SN1"))
        #expect(await engine.asked == ["abort RUN1", "signal RUN1", "answer RUN1"])
        _ = try await RunsWithRoom(runs: engine) { true }.start(RunOrder(bib: "client_demo", origin: "api"))
        #expect(await engine.asked.last == "start client_demo")
    }
}
