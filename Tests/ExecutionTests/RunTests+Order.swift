import Execution
import PortPool
import RigModel
import Support
import Synchronization
import Testing

/// Hooks, places, priorities, resources and recovery.
extension RunTests {
    private static let hooks = Hooks(
        critical: HookOutput(.file("/dev/null")), active: HookOutput(.file("/dev/null")),
        ready: HookOutput(.file("/dev/null")))

    @Test(arguments: [
        ("OK", "OK", ["active on", "ready on", "ready off", "active off"]),
        ("ERR", "", ["active on", "active off"]),
        ("OK", "ERR", ["active on", "ready on", "ready off", "active off"]),
        ("OK", "SMOKE", ["active on", "ready on", "critical on", "ready off", "active off"]),
        ("SMOKE", "", ["active on", "critical on", "active off"]),
    ])
    func linesFollowTheRun(start: String, test: String, changes: [String]) async throws {
        var first = StepPlan.command("A"), second = StepPlan.command("B")
        for levels in [\StepPlan.levels] {
            first[keyPath: levels].critical = [PatternText("SMOKE")]
            second[keyPath: levels].critical = [PatternText("SMOKE")]
            first[keyPath: levels].fail = [PatternText("ERR")]
            second[keyPath: levels].fail = [PatternText("ERR")]
        }
        let bench = try await Bench([.demo(start: [first], test: [second])], hooks: Self.hooks)
        _ = try await bench.play(["A": "\(start)\r\n", "B": "\(test)\r\n", "BYE": "OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(bench.hookRunner.changes == changes)
    }

    /// The reader lets no such plan pass; what it may have missed costs the order and not the service.
    @Test func aPatternThatCannotBeCompiledRefusesTheOrder() async throws {
        let bench = try await Bench([.demo(test: [.command("A", expect: "(")])])
        try await bench.run {
            let refusal = await #expect(throws: RunRefusal.self) { _ = try await bench.start() }
            #expect(refusal?.description.contains("step 'a'") == true, "\(String(describing: refusal))")
        }
        let queued = bench.spine.events.contains { if case .executionQueued = $0 { true } else { false } }
        #expect(!queued)
    }

    @Test func linesThatThePlanHasNotAreNotTouched() async throws {
        let bench = try await Bench(
            [.demo(test: [.command("A")])], hooks: Hooks(ready: HookOutput(.file("/dev/null"))))
        _ = try await bench.play(["A": "OK\r\n", "BYE": "OK\r\n"]) { _, _ in
            try await bench.result(try await bench.start()[0].id)
        }
        #expect(bench.hookRunner.changes == ["ready on", "ready off"])
    }

    @Test func aRunThatCannotBeginLowersItsLines() async throws {
        // A pty has no parity.
        let line = LineSettings(parity: .even, lowLatency: false)
        let bench = try await Bench([.demo(test: [.command("A")], line: line)], hooks: Self.hooks)
        let result = try await bench.run { try await bench.result(try await bench.start()[0].id) }
        #expect(result.verdict == .error)
        #expect(bench.hookRunner.changes == ["active on", "active off"])
    }

    /// Four units, one place: they go one after the other, the higher priority first, and never two at once.
    @Test func noMoreRunsThanAllowedAreUnderWay() async throws {
        let bench = try await Bench(
            (0..<4).map { .demo("unit\($0)", test: [.command("MEAS")], stop: []) }, parallelRuns: 1)
        let order = try await bench.run {
            let first = try await bench.start("unit0")[0].id
            _ = try await bench.ptys[0].readLine()
            var ids = [first]
            for (unit, priority) in [("unit1", 0), ("unit2", 5), ("unit3", 0)] {
                let id = try await bench.start(unit, priority: priority)[0].id
                _ = try await bench.wait(for: "\(unit) to have its port") {
                    await bench.pool.ports.first { $0.execution == id }
                }
                ids.append(id)
            }
            let states = await bench.pool.ports.map(\.status)
            #expect(states == [.inUse, .reserved, .reserved, .reserved])
            try await bench.ptys[0].write("OK\r\n")
            var begun: [ExecutionID] = []
            for pty in [2, 1, 3] {
                // Only this one is asked now.
                _ = try await bench.ptys[pty].readLine()
                begun = bench.spine.events.compactMap { event in
                    if case .executionStarted(let request, _) = event { request.id } else { nil }
                }
                try await bench.ptys[pty].write("OK\r\n")
            }
            for id in ids { _ = try await bench.result(id) }
            return begun.map { id in ids.firstIndex(of: id) }
        }
        #expect(order == [0, 2, 1, 3])
        var under = 0, most = 0
        for event in bench.spine.events {
            if case .executionStarted = event { under += 1 }
            if case .executionCompleted = event { under -= 1 }
            most = max(most, under)
        }
        #expect(most == 1)
    }

    @Test(arguments: [true, false]) func aRunThatWaitsForItsPlaceCanBeEnded(byAbort: Bool) async throws {
        let bench = try await Bench(
            (0..<2).map { .demo("unit\($0)", test: [.command("MEAS")], stop: []) }, parallelRuns: 1)
        let (waiting, first) = try await bench.run {
            let first = try await bench.start("unit0")[0].id
            _ = try await bench.ptys[0].readLine()
            let second = try await bench.start("unit1")[0].id
            _ = try await bench.wait(for: "its port") { await bench.pool.ports.first { $0.execution == second } }
            if byAbort {
                try await bench.engine.abort(second, reason: "")
            } else {
                await bench.pool.vanished("FT1-A")
            }
            let waiting = try await bench.result(second)
            try await bench.ptys[0].write("OK\r\n")
            return (waiting, try await bench.result(first))
        }
        #expect(waiting.verdict == (byAbort ? .aborted : .error))
        #expect(waiting.startedAt == nil)
        #expect(first.verdict == .pass)
        #expect(await bench.ptys[1].readAll().isEmpty)
    }

    @Test func aRunWhoseTurnComesWhileNothingCanBeKeptIsNotBegun() async throws {
        let room = Room()
        let bench = try await Bench([.demo(test: [.command("MEAS")], stop: [])], hasRoom: { room.isThere })
        let (first, second) = try await bench.run {
            let first = try await bench.start()[0].id
            _ = try await bench.ptys[0].readLine()
            // It waits for the port, and is accepted.
            let second = try await bench.start()[0].id
            room.isThere = false
            try await bench.ptys[0].write("OK\r\n")
            return (try await bench.result(first), try await bench.result(second))
        }
        #expect(first.verdict == .pass, "what goes on may end")
        #expect(second.verdict == .error)
        #expect(second.startedAt == nil)
        #expect(second.explanation == "not begun: \(RunRefusal.storeFull)")
        #expect(await bench.ptys[0].readAll().isEmpty)
        #expect(await bench.pool.ports.map(\.status) == [.available])
    }

    private final class Room: Sendable {
        private let state = Atomic(true)
        var isThere: Bool {
            get { state.load(ordering: .sequentiallyConsistent) }
            set { state.store(newValue, ordering: .sequentiallyConsistent) }
        }
    }

    @Test func unitsThatShareAResourceGoOneAfterTheOther() async throws {
        let bench = try await Bench(
            (0..<2).map { .demo("unit\($0)", test: [.command("MEAS")], stop: [], resources: ["dmm"]) })
        try await bench.run {
            let ids = try await bench.start().map(\.id)
            let first = try await bench.wait(for: "a run") { () async -> Int? in
                let ports = await bench.pool.ports
                return ports.firstIndex { $0.status == .inUse }
            }
            _ = try await bench.ptys[first].readLine()
            #expect(await bench.ptys[1 - first].readAll().isEmpty)
            try await bench.ptys[first].write("OK\r\n")
            _ = try await bench.ptys[1 - first].answer(1, ["MEAS": "OK\r\n"])
            for id in ids { #expect(try await bench.result(id).verdict == .pass) }
        }
    }

    @Test func aRecoverySendsStopAndTheSafeStateOnly() async throws {
        let bench = try await Bench(
            [.demo(start: [.command("ATZ")], test: [.command("MEAS")])],
            safeState: [SafeStateStep(send: "OUT 0", port: nil, timeout: .seconds(10))])
        let (result, heard) = try await bench.play(["BYE": "OK\r\n", "OUT 0": "OK\r\n"]) { _, _ in
            let order = RunOrder(bib: "demo", origin: "recovery", recovers: "01OLD")
            return try await bench.result(try await bench.engine.start(order)[0].id)
        }
        #expect(heard[0] == ["BYE", "OUT 0"])
        #expect(result.verdict == .pass)
        #expect(result.request.recovers == "01OLD" && result.request.stepCount == 1)
    }
}
