import RigModel
import Testing

@testable import History

@Suite(.timeLimit(.minutes(1)))
struct LeaseArchiveTests {
    private func lease(_ id: LeaseID, _ state: LeaseRecord.State, after seconds: Int = 0) -> LeaseRecord {
        LeaseRecord(
            id: id, owner: "ci-7", reason: "flash", ports: ["FT7DEMO1-B", "FT7DEMO1-A"], resources: ["dmm", "psu"],
            priority: 5, requestedAt: .example, deadline: .example.advanced(by: .seconds(1_800 + seconds)),
            heartbeatEvery: .seconds(60), state: state)
    }

    @Test func leasesThatHadNotEndedComeBackAsTheyWereLastTold() async throws {
        let folder = try HistoryFolder()
        let journal = try folder.store().journal()
        try await journal.whileRunning {
            await journal.commit(.leaseChanged(lease("held", .waiting(for: ["FT7DEMO1-A", "dmm"]))))
            await journal.commit(.leaseChanged(lease("waiting", .waiting(for: ["FT7DEMO1-A", "dmm"]))))
            await journal.commit(.leaseChanged(lease("over", .held(since: .example))))
            await journal.commit(.leaseChanged(lease("held", .held(since: .example), after: 60)))
            await journal.commit(.leaseChanged(lease("waiting", .waiting(for: ["dmm"]))))
            await journal.commit(
                .leaseChanged(lease("over", .ended(at: .example.advanced(by: .seconds(9)), reason: "given back"))))
            // As after a SIGKILL.
            let left = try await folder.copyOfThisInstant().store().openLeases()
            #expect(
                left == [
                    lease("held", .held(since: .example), after: 60), lease("waiting", .waiting(for: ["dmm"])),
                ])
        }
        #expect(
            try folder.readBeside("SELECT endReason FROM lease WHERE heldSince IS NOT NULL", as: String?.self)
                == [nil, "given back"], "that it was held is not forgotten with its end")
        #expect(
            try folder.readBeside("SELECT name FROM leaseTarget WHERE kind = 'blocker'", as: String.self) == ["dmm"])
    }
}
