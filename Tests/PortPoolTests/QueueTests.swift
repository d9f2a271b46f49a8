import RigModel
import Testing

@testable import PortPool

/// Who is served when.
@Suite struct QueueTests {
    @Test func whatIsAskedForIsGrantedTogetherOrNotAtAll() {
        var pool = TestPool("X-A", "X-B")
        pool.ask("1", ["X-A"])
        pool.ask("2", ["X-A", "X-B"])
        #expect(pool.status("X-B") == .available)
        pool.release("1")
        #expect(pool.running == ["2"])
        #expect(pool.state.snapshots.map(\.status) == [.reserved, .reserved])
    }

    @Test func whoWaitsIsServedByPriorityThenByOrder() throws {
        var pool = TestPool("X-A")
        pool.ask("0", ["X-A"])
        for (run, priority) in [("1", 0), ("2", 5), ("3", 0), ("4", 5)] {
            pool.ask(ExecutionID(run), ["X-A"], priority: priority)
        }
        try pool.take("P", ["X-A"], priority: 5)
        #expect(pool.waiting == ["run-2", "run-4", "P", "run-1", "run-3"])
        pool.release("0")
        pool.release("2")
        pool.release("4")
        #expect(pool.isHeld("P"), "persons and runs stand in one queue")
    }

    @Test func aUnitOnTwoPortsIsNotPassedForEverByUnitsOnOne() {
        var pool = TestPool("X-A", "X-B")
        pool.ask("a", ["X-A"])
        pool.ask("both", ["X-A", "X-B"])
        // X-B is free, but the one who waits for both was there first; and so it goes on, however many come.
        for late in ["b1", "b2", "b3"] { pool.ask(ExecutionID(late), ["X-B"]) }
        #expect(pool.running == ["a"])
        pool.release("a")
        #expect(pool.running == ["both"])
    }

    @Test func theMoreUrgentMayPassAndTheRestKeepTheirOrder() {
        var pool = TestPool("X-A", "X-B")
        pool.ask("a", ["X-A"])
        pool.ask("both", ["X-A", "X-B"])
        pool.ask("urgent", ["X-B"], priority: 1)
        #expect(pool.running == ["a", "urgent"])
        #expect(pool.waiting == ["run-both"])
    }

    @Test("complaint 12: every wait has a deadline, and says what it waited for")
    func aWaitEndsWithTheNamesOfWhatItWaitedFor() throws {
        var pool = TestPool("X-A", "X-B")
        pool.ask("1", ["X-A"], ["dmm"])
        pool.ask("2", ["X-A", "X-B"], ["dmm"])
        try pool.take("P", ["X-B"])
        #expect(pool.lease("P") == .waiting(for: ["X-B"]), "what an earlier one waits for is not to be had either")
        let early = pool.pass(.seconds(9))
        #expect(early.isEmpty)
        let late = pool.pass(.seconds(1))
        #expect(late.contains(.refuse("2", .waitedTooLong(for: ["X-A", "dmm"], .seconds(10)))))
        #expect(pool.isHeld("P"), "who waited behind it goes on")
        #expect(pool.running == ["1"])
    }

    @Test func aPersonsWaitEndsToo() throws {
        var pool = TestPool("X-A", limits: LeaseLimits(patience: .seconds(30)))
        try pool.take("P", ["X-A"])
        try pool.take("Q", ["X-A"])
        pool.pass(.seconds(30))
        #expect(pool.ending("Q") == "waited 30.0 seconds for X-A, which stayed in use")
        #expect(pool.isHeld("P"))
    }

    @Test func whatWaitingIsForIsToldAnewWhenItChanges() throws {
        var pool = TestPool("X-A", "X-B")
        pool.ask("1", ["X-A"])
        pool.ask("2", ["X-B"])
        let first = try pool.take("P", ["X-A", "X-B"])
        #expect(first.last == .record(try #require(pool.state.record(of: "P"))))
        #expect(pool.lease("P") == .waiting(for: ["X-A", "X-B"]))
        let second = pool.release("1")
        #expect(pool.lease("P") == .waiting(for: ["X-B"]))
        #expect(second.last == .record(try #require(pool.state.record(of: "P"))))
    }

    @Test func aRequestKnowsBeforehandWhatItWouldWaitFor() {
        var pool = TestPool("X-A", "X-B", "X-C")
        func blocking(_ ports: [PortID], _ resources: [ResourceID] = [], priority: Int = 0) -> [String] {
            pool.state.blocking(
                LeaseRequest(
                    execution: "new", uut: "u", ports: ports, resources: resources, priority: priority,
                    term: .seconds(1)), pool.now)
        }
        #expect(blocking(["X-A"], ["dmm"]) == [])
        pool.ask("1", ["X-A"], ["dmm"])
        pool.ask("2", ["X-A", "X-B"])
        #expect(blocking(["X-A", "X-B", "X-C"], ["dmm"]) == ["X-A", "X-B", "dmm"])
        #expect(blocking(["X-B"], priority: 1) == [], "the more urgent does not wait behind who waits")
    }

    @Test func whatCanNeverBeServedIsRefusedAtOnce() throws {
        var pool = TestPool("X-A", "X-B")
        #expect(pool.ask("1", ["Y-A"]) == [.refuse("1", .unknownPort("Y-A"))])
        pool.ask("2", ["X-A"])
        pool.ask("3", ["X-A", "X-B"])
        #expect(pool.unplug("X-B").contains(.refuse("3", .offline("X-B"))))
        #expect(pool.ask("4", ["X-B"]) == [.refuse("4", .offline("X-B"))])
        try pool.act { state, now throws(LeaseRefusal) in try state.quarantine("X-A", reason: "bent", now) }
        #expect(pool.ask("5", ["X-A"]) == [.refuse("5", .quarantined("X-A"))])
        #expect(throws: LeaseRefusal.quarantined("X-A")) { try pool.take("P", ["X-A"]) }
        #expect(throws: LeaseRefusal.offline("X-B")) { try pool.take("P", ["X-B"]) }
        #expect(throws: LeaseRefusal.noPorts) { try pool.take("P", []) }
    }

    @Test func aRequestThatIsTakenBackBeforeItComesIsRefused() {
        var pool = TestPool("X-A")
        _ = try? pool.act { state, now in state.withdraw("1", now) }
        #expect(pool.ask("1", ["X-A"]) == [.refuse("1", .withdrawn)])
        #expect(pool.status("X-A") == .available)
    }

    @Test("complaint 15: units that share an instrument take turns, each with all it needs")
    func unitsThatShareAResourceTakeTurns() {
        var pool = TestPool("X-A", "X-B", "X-C", "X-D")
        pool.ask("1", ["X-A"], ["dmm"])
        pool.ask("2", ["X-B"], ["dmm", "psu"])
        pool.ask("3", ["X-C"], ["psu"])
        pool.ask("4", ["X-D"])
        #expect(pool.running == ["1", "4"], "3 does not take the supply that 2 waits for; 4 shares nothing")
        #expect(pool.status("X-B") == .available, "who waits holds nothing")
        pool.release("1")
        #expect(pool.running == ["2", "4"])
        pool.release("2")
        #expect(pool.running == ["3", "4"])
    }

    @Test("complaint 15: two that want two instruments the other way round do not lock each other")
    func noDeadlockOverResources() {
        var pool = TestPool("X-A", "X-B")
        pool.ask("0", [], ["dmm"])
        pool.ask("1", ["X-A"], ["psu", "dmm"])
        pool.ask("2", ["X-B"], ["dmm", "psu"])
        pool.release("0")
        #expect(pool.running == ["1"])
        pool.release("1")
        #expect(pool.running == ["2"])
        pool.release("2")
        #expect(pool.state.resources.isEmpty)
    }
}
