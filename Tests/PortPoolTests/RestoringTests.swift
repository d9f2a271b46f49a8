import RigModel
import Testing

@testable import PortPool

/// A restart of the service.
@Suite struct RestoringTests {
    private func restored(_ pool: inout TestPool, after pause: Duration = .seconds(3)) {
        let stored = pool.state.records
        pool.restart()
        pool.sleep(pause)
        _ = try? pool.act { state, now in state.restore(stored, now) }
    }

    @Test func aHeldLeaseIsHeldAgainWhenItsPortsAreThere() throws {
        var pool = TestPool("X-A", "X-B")
        try pool.take("P", ["X-A", "X-B"], ["dmm"])
        let before = pool.state.record(of: "P")
        restored(&pool)
        #expect(pool.lease("P") == .waiting(for: ["X-A", "X-B"]))
        pool.plug("X-A")
        pool.ask("run", ["X-A"], priority: 100)
        #expect(pool.running.isEmpty, "a port that is there first is not given away")
        pool.plug("X-B")
        #expect(pool.state.record(of: "P") == before, "since when and until when have not changed")
        #expect(pool.status("X-B") == .reserved)
        #expect(pool.state.resources == ["dmm": "P"])
    }

    @Test func whoWaitedKeepsItsPlace() throws {
        var pool = TestPool("X-A")
        try pool.take("P", ["X-A"])
        try pool.take("Q", ["X-A"])
        try pool.take("R", ["X-A"], priority: 1)
        restored(&pool)
        pool.plug("X-A")
        #expect(pool.isHeld("P"))
        #expect(pool.waiting == ["R", "Q"])
    }

    @Test func timeGoesOnWhileTheServiceIsDown() throws {
        var pool = TestPool("X-A")
        try pool.take("P", ["X-A"], term: .seconds(100))
        restored(&pool, after: .seconds(100))
        #expect(pool.ending("P") == "its time was over while the service was down")
        pool.plug("X-A")
        #expect(pool.status("X-A") == .available)
    }

    @Test func whatIsLeftOfItsTimeIsWhatItHas() throws {
        var pool = TestPool("X-A")
        try pool.take("P", ["X-A"], term: .seconds(100))
        restored(&pool, after: .seconds(70))
        pool.plug("X-A")
        pool.pass(.seconds(29))
        #expect(pool.isHeld("P"))
        pool.pass(.seconds(1))
        #expect(pool.ending("P") == "its time was over")
    }

    @Test func itsHolderHasOneHeartbeatFromTheStart() throws {
        var pool = TestPool("X-A", limits: LeaseLimits(heartbeat: .seconds(20)))
        try pool.take("P", ["X-A"])
        restored(&pool, after: .seconds(600))
        pool.plug("X-A")
        pool.pass(.seconds(19))
        #expect(pool.isHeld("P"))
        pool.pass(.seconds(1))
        #expect(pool.ending("P") == "no heartbeat came for 20.0 seconds")
        #expect(pool.status("X-A") == .available)
    }

    @Test func portsThatDoNotComeBackEndTheLease() throws {
        var pool = TestPool("X-A", "X-B", limits: LeaseLimits(reappear: .seconds(30)))
        try pool.take("P", ["X-A", "X-B"])
        restored(&pool)
        pool.plug("X-A")
        pool.ask("run", ["X-A"])
        pool.pass(.seconds(9))
        #expect(pool.waiting == ["P", "run-run"])
        pool.pass(.seconds(21))
        #expect(pool.ending("P") == "port X-B was not plugged in again within 30.0 seconds of the restart")
    }

    @Test func aPortThatFlickersAfterTheStartDoesNotEndIt() throws {
        var pool = TestPool("X-A")
        try pool.take("P", ["X-A"])
        try pool.take("Q", ["X-A"])
        restored(&pool)
        pool.plug("X-A")
        pool.unplug("X-A")
        #expect(pool.ending("P") == "port X-A was unplugged")
        #expect(pool.waiting == ["Q"], "who waits may wait until the ports had time to come back")
        pool.plug("X-A", incarnation: 2)
        #expect(pool.isHeld("Q"))
    }

    @Test func aSetBackClockMakesNoLeaseLonger() throws {
        var pool = TestPool(limits: LeaseLimits(longest: .seconds(100), reappear: .seconds(1_000)))
        var record = LeaseRecord(
            id: "P", owner: "ann", reason: "r", ports: ["X-A"], resources: [], priority: 0,
            requestedAt: pool.now.wall, deadline: pool.now.wall.advanced(by: .seconds(1_000_000)),
            heartbeatEvery: .seconds(10_000), state: .held(since: pool.now.wall))
        try pool.act { state, now in state.restore([record], now) }
        pool.plug("X-A")
        #expect(pool.isHeld("P"))
        pool.pass(.seconds(100))
        #expect(pool.ending("P") == "its time was over")
        record.state = .ended(at: pool.now.wall, reason: "r")
        record.id = "Q"
        try pool.act { state, now in state.restore([record], now) }
        #expect(pool.lease("Q") == nil, "what has ended is left alone")
    }

    @Test func aRecoveryComesBeforeWhoHeldOrWaited() throws {
        var pool = TestPool("X-A")
        try pool.take("P", ["X-A"])
        try pool.take("Q", ["X-A"], priority: 9)
        let stored = pool.state.records
        pool.restart()
        try pool.act { state, now in
            state.keepForRecovery(["X-A"], now) + state.restore(stored, now)
        }
        pool.plug("X-A")
        #expect(pool.status("X-A") == .available && !pool.isHeld("P"), "the port is kept for the recovery")
        #expect(pool.lease("P") == .waiting(for: ["X-A"]))
        try pool.take("late", ["X-A"])
        #expect(!pool.isHeld("late"))
        try pool.act { state, now in
            state.request(
                LeaseRequest(
                    execution: "r", uut: "unit", ports: ["X-A"], term: .seconds(100), isRecovery: true), now)
        }
        #expect(pool.running == ["r"])
        try pool.act { state, now in state.keepForRecovery([], now) }
        #expect(!pool.isHeld("P"))
        pool.release("r")
        #expect(pool.isHeld("P"))
        #expect(pool.waiting == ["Q", "late"])
    }

    @Test func aRecoveryWaitsForWhoHasThePortAndIsNext() throws {
        var pool = TestPool("X-A")
        try pool.take("P", ["X-A"])
        pool.ask("1", ["X-A"], priority: 100)
        try pool.act { state, now in
            state.request(
                LeaseRequest(
                    execution: "r", uut: "unit", ports: ["X-A"], term: .seconds(100), isRecovery: true), now)
        }
        #expect(pool.waiting == ["run-r", "run-1"])
        try pool.end("P")
        #expect(pool.running == ["r"])
    }
}
