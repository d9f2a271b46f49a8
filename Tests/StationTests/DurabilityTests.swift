import APIClient
import Foundation
import RigModel
import Support
import Testing

/// The service is killed at random instants with all units at work; whatever it had told must be there afterwards.
@Suite(.timeLimit(.minutes(6))) struct DurabilityTests {
    private static let isFull = ProcessInfo.processInfo.environment["PORTPOOL_FULL_TESTS"] != nil
    private static let kills = isFull ? 200 : 20

    @Test(
        "complaint 20: SIGKILL at random instants loses no finished step, changes no verdict, and leaves no run without an end"
    ) func killedAtRandomInstants() async throws {
        var random = SeededRandom(seededBy: "PORTPOOL_KILL_SEED")
        print("killing the service \(Self.kills) times; again with PORTPOOL_KILL_SEED=\(random.seed)")
        let script = "while :; do $SERVE; status=$?; [ $status -eq 137 ] || exit $status; done"
        let outcome = try await StationRig.with(
            .init(bench: "fast", script: script, limit: Self.isFull ? 400 : 150)
        ) { rig in
            var told = (runs: 0, steps: 0, verdicts: 0)
            let began = ContinuousClock.now
            for _ in 1...Self.kills {
                try await rig.ports()
                let epoch = try await rig.client.status().epoch
                let life = DurabilityLife(rig)
                let delay = Duration.milliseconds(Int.random(in: 20...600, using: &random))
                try await life.follow {
                    // At a random instant, so nothing is waited for.
                    try await Task.sleep(for: delay)
                    rig.service.signal(SIGKILL)
                }
                try await rig.back(after: epoch)
                let (steps, verdicts) = try await check(life, in: rig)
                told.runs += await life.accepted.count
                told.steps += steps
                told.verdicts += verdicts
            }
            let took = (ContinuousClock.now - began).components.seconds
            print("\(told.runs) runs, \(told.steps) steps, \(told.verdicts) verdicts told of, none lost, in \(took) s")
            #expect(told.runs >= 8 * Self.kills)
            #expect(told.steps > 0)
            try await endAndCheckAll(rig)
        }
        #expect([0, 5].contains(outcome.status), "boards miss farewells; the service ends well:\n\(outcome.errors)")
    }

    /// What the client of a life was told, against what the next life says.
    /// - Returns: how many steps and verdicts it had been told.
    private func check(_ life: DurabilityLife, in rig: StationRig) async throws -> (steps: Int, verdicts: Int) {
        let verdicts = try await life.verdicts()
        var count = 0
        for id in await life.accepted.union(verdicts.keys) {
            // An order may have reached the next service already; all others have ended by now.
            let run = try await eventually("\(id) has come to an end") {
                let run = try await rig.client.execution(id)
                return run.result == nil ? nil : run
            }
            let steps = try await life.steps(of: id)
            count += steps.count
            #expect(Array(run.steps.prefix(steps.count)) == steps, "what was told of \(id) is stored")
            #expect(run.steps.map(\.ordinal) == Array(0..<run.steps.count), "\(id) has no gap")
            guard let verdict = verdicts[id] else { continue }
            #expect(verdict.stored)
            #expect(run.result == verdict, "the verdict of \(id) is the one that was told")
        }
        return (count, verdicts.count)
    }

    /// The whole store and all logs, once nobody works on them.
    private func endAndCheckAll(_ rig: StationRig) async throws {
        rig.service.signal(SIGTERM)
        _ = try await eventually("the service has ended") { rig.service.pid == nil ? true : nil }
        let database = "\(rig.state)/portpool.db"
        #expect(try StoreIntegrity.faults(in: database).isEmpty)
        let runs = try StoredRun.all(in: database)
        #expect(runs.values.allSatisfy { $0.verdict != nil }, "every run has an end")
        #expect(runs.values.contains { $0.verdict == .interrupted })

        let folder = "\(rig.state)/logs"
        let logs = try RunLogFile.all(in: folder)
        #expect(Set(logs.map { $0["execution"] }).count == logs.count, "one log for each run")
        for log in logs {
            let run = try #require(log["execution"].flatMap { runs[ExecutionID($0)] })
            #expect(log.verdict == run.verdict?.rawValue, "\(log.path) is sealed with the verdict of the store")
        }
        for (link, target) in try RunLogFile.latest(in: folder) {
            #expect(logs.contains { $0.path == target }, "\(link) leads to a log")
        }
    }

    @Test("D12: the service tells when it was started, and its figures outlive it")
    func figuresAndStartAreOfTheJournal() async throws {
        let twice = StationRig.Setup(bench: "fast", script: "$SERVE; exec $SERVE")
        try await StationRig.with(twice) { rig in
            try await rig.ports()
            for _ in 0..<2 { _ = try await rig.run("sensor_node", "node@FT7SENS1") }
            let first = try await rig.client.status()
            let before = try await rig.client.metrics(window: "1h")
            #expect(try await rig.client.status().startedAt == first.startedAt, "not the time of asking")
            try await rig.restart()
            let second = try await rig.client.status()
            #expect(second.startedAt > first.startedAt)
            let after = try await rig.client.metrics(window: "1h")
            #expect(before.n == 2)
            #expect((after.n, after.successRate) == (before.n, before.successRate))
        }
    }
}
