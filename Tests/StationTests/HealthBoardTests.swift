import RigModel
import Support
import Testing

@testable import Station

struct HealthBoardTests {
    @Test func whatIsToldLastIsHowItIsHoweverManyReportAtOnce() async {
        for _ in 0..<100 {
            let (health, spine) = (HealthBoard(), FakeSpine())
            health.attach(spine)
            await withTaskGroup { group in
                for reporter in 0..<8 {
                    group.addTask {
                        health.report(["trouble"], from: "\(reporter)")
                        if !reporter.isMultiple(of: 2) { health.report([], from: "\(reporter)") }
                    }
                }
            }
            #expect(health.status.state == .degraded)
            #expect(health.status.reasons == Array(repeating: "trouble", count: 4))
            #expect(spine.events.last == .serviceStatusChanged(health.status))
            #expect(spine.events.count == 13)
        }
    }
}
