import RigModel
import Testing

@testable import PortPool

/// Ports that plans name: offline until they are seen.
@Suite struct NamedPortTests {
    private func name(_ ports: PortID..., in pool: inout TestPool) -> [PoolState.Action] {
        let named = ports.map { (port: TestPort.made($0, incarnation: 0), matching: BoardMatching.matched("demo")) }
        return (try? pool.act { state, now in state.named(named, now) }) ?? []
    }

    @Test func aPortThatAPlanNamesIsOfflineUntilItIsSeen() {
        var pool = TestPool("X-A")
        #expect(name("X-A", "Y-A", in: &pool).count == 1, "the one that is there is known already")
        #expect(pool.status("X-A") == .available && pool.status("Y-A") == .offline)
        #expect(pool.state.snapshots.count == 2, "it counts")
        #expect(pool.state.snapshot("Y-A")?.matching == .matched("demo"))
        pool.plug("Y-A")
        #expect(pool.status("Y-A") == .available)
        pool.unplug("Y-A")
        #expect(pool.status("Y-A") == .offline)
        // It has been seen: it stays, whatever becomes of the plan.
        #expect(name(in: &pool) == [])
        #expect(pool.status("Y-A") == .offline)
    }

    @Test func whatNobodyHasSeenAndNoPlanNamesIsNothing() {
        var pool = TestPool()
        _ = name("Y-A", "Y-B", in: &pool)
        #expect(name("Y-B", in: &pool) == [.forget("Y-A")])
        #expect(pool.state.snapshots.map(\.port.id) == ["Y-B"])
    }

    @Test func whatAPersonForgetsStaysForgottenWhileTheSamePlansNameIt() throws {
        var pool = TestPool()
        _ = name("Y-A", in: &pool)
        _ = try pool.act { state, now throws(LeaseRefusal) in try state.forget("Y-A", now) }
        #expect(name("Y-A", in: &pool) == [])
        #expect(pool.state.snapshots.isEmpty)
        _ = name(in: &pool)
        #expect(name("Y-A", in: &pool).count == 1)
    }

    @Test func nobodyGetsAPortThatIsOnlyNamed() throws {
        var pool = TestPool()
        _ = name("Y-A", in: &pool)
        #expect(pool.ask("1", ["Y-A"]) == [.refuse("1", .offline("Y-A"))])
        #expect(throws: LeaseRefusal.offline("Y-A")) { try pool.take("P", ["Y-A"]) }
    }

    /// Out of use by hand, before the restart and behind it, seen or not.
    @Test func aQuarantineHoldsForAPortThatIsOnlyNamed() throws {
        var pool = TestPool()
        let since = pool.now.wall
        _ = try pool.act { state, now throws(LeaseRefusal) in
            state.restore([QuarantineRecord(port: "Y-A", reason: "burnt", since: since)])
            return []
        }
        _ = name("Y-A", in: &pool)
        #expect(pool.status("Y-A") == .offline)
        #expect(pool.state.snapshot("Y-A")?.lastError == "burnt")
        #expect(name(in: &pool) == [.forget("Y-A")])
        pool.plug("Y-A")
        #expect(pool.status("Y-A") == .quarantined)
    }
}
