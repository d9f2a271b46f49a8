import RigModel
import Testing

@testable import PortPool

/// How leases end, and that they do.
@Suite struct LeaseEndTests {
    @Test("complaint 1: who holds ports and is heard of no more loses them, and the reason is kept")
    func aSilentHolderLosesItsPorts() throws {
        var pool = TestPool("X-A", limits: LeaseLimits(heartbeat: .seconds(60)))
        try pool.take("P", ["X-A"])
        pool.ask("next", ["X-A"])
        pool.pass(.seconds(9))
        try pool.heartbeat("P")
        pool.pass(.seconds(59))
        #expect(pool.isHeld("P"), "it was heard of 59 s ago")
        pool.ask("next", ["X-A"])
        let end = pool.pass(.seconds(1))
        #expect(pool.ending("P") == "no heartbeat came for 60.0 seconds")
        #expect(end.contains(.record(try #require(pool.state.record(of: "P")))), "the end is told")
        #expect(pool.running == ["next"])
        #expect(throws: LeaseRefusal.alreadyEnded("P", reason: "no heartbeat came for 60.0 seconds")) {
            try pool.heartbeat("P")
        }
    }

    @Test("complaint 1: a client that dies in the queue leaves it")
    func aSilentClientLeavesTheQueue() throws {
        var pool = TestPool("X-A")
        pool.ask("1", ["X-A"])
        try pool.take("P", ["X-A"])
        pool.pass(.seconds(60))
        #expect(pool.waiting.isEmpty)
        #expect(pool.ending("P") == "no heartbeat came for 60.0 seconds")
    }

    @Test("complaint 1: a lease that is kept alive for ever still ends with its time")
    func aLeaseEndsWithItsTerm() throws {
        var pool = TestPool("X-A", limits: LeaseLimits(term: .seconds(100), longest: .seconds(200)))
        try pool.take("P", ["X-A"])
        for _ in 0..<3 {
            pool.pass(.seconds(30))
            try pool.heartbeat("P")
        }
        // A hundred seconds more, and then it cannot be prolonged beyond two hundred from its grant.
        try pool.heartbeat("P", extendingBy: .seconds(100))
        #expect(throws: LeaseRefusal.tooLong(.seconds(201), limit: .seconds(200))) {
            try pool.heartbeat("P", extendingBy: .seconds(111))
        }
        for _ in 0..<3 {
            pool.pass(.seconds(30))
            try pool.heartbeat("P")
        }
        pool.pass(.seconds(10))
        #expect(pool.ending("P") == "its time was over")
        #expect(pool.status("X-A") == .available)
    }

    @Test func nobodyAsksForMoreThanTheStationAllows() {
        var pool = TestPool("X-A", limits: LeaseLimits(longest: .seconds(100)))
        #expect(throws: LeaseRefusal.tooLong(.seconds(101), limit: .seconds(100))) {
            try pool.take("P", ["X-A"], term: .seconds(101))
        }
        #expect(pool.status("X-A") == .available)
    }

    @Test("complaint 2: a run whose lease ended is told once, and nobody else gets its ports before it let go")
    func anExpiredRunIsFencedFirst() {
        var pool = TestPool("X-A")
        pool.ask("1", ["X-A"])
        pool.pass(.seconds(99))
        pool.ask("2", ["X-A"])
        let over = pool.pass(.seconds(1))
        #expect(over == [.tell("1", .ended(reason: "the lease ran out"))])
        #expect(pool.pass(.seconds(1)).isEmpty, "it is told once")
        #expect(pool.unplug("X-B").isEmpty)
        #expect(pool.running == ["1"], "its lines may still be open")
        pool.release("1")
        #expect(pool.running == ["2"])
    }

    @Test("complaint 2: a run whose lease is taken away is told at once")
    func aRevokedRunIsToldAtOnce() throws {
        var pool = TestPool("X-A")
        pool.ask("1", ["X-A"])
        let told = try pool.act { state, now in state.fence("run-1", reason: "needed elsewhere", now) }
        #expect(told == [.tell("1", .ended(reason: "needed elsewhere"))])
        // What befalls its ports afterwards is no news to it.
        #expect(!pool.unplug("X-A").contains { if case .tell = $0 { true } else { false } })
    }

    @Test("complaint 27: an aborted run that never gives its ports back does not keep them")
    func aHungRunLosesItsPorts() {
        var pool = TestPool("X-A", limits: LeaseLimits(obedience: .seconds(30)))
        pool.ask("1", ["X-A"])
        pool.pass(.seconds(100))
        pool.pass(.seconds(29))
        #expect(pool.status("X-A") == .reserved)
        pool.pass(.seconds(1))
        #expect(pool.status("X-A") == .available)
        pool.ask("2", ["X-A"])
        pool.release("1")
        #expect(pool.running == ["2"], "what comes late from the old run is not heeded")
    }

    @Test func noRunKeepsItsPortsLongerThanTheStationAllows() {
        var pool = TestPool("X-A", limits: LeaseLimits(longestRun: .seconds(5)))
        pool.ask("1", ["X-A"])
        #expect(pool.pass(.seconds(5)) == [.tell("1", .ended(reason: "the lease ran out"))])
    }

    @Test("complaint 27: a lease on a port that is gone ends and says so")
    func anUnpluggedPortEndsAPersonsLease() throws {
        var pool = TestPool("X-A", "X-B")
        try pool.take("P", ["X-A", "X-B"], ["dmm"])
        let actions = pool.unplug("X-A")
        #expect(pool.ending("P") == "port X-A was unplugged")
        #expect(actions.contains(.record(try #require(pool.state.record(of: "P")))))
        #expect(pool.status("X-B") == .available)
        #expect(pool.state.resources.isEmpty)
        pool.plug("X-A", incarnation: 2)
        #expect(pool.status("X-A") == .available, "a new incarnation inherits no lease")
    }

    @Test("complaint 27: a port that goes while somebody waits for it ends the wait")
    func anUnpluggedPortEndsAWait() throws {
        var pool = TestPool("X-A", "X-B")
        pool.ask("1", ["X-A"])
        try pool.take("P", ["X-A", "X-B"])
        pool.unplug("X-B")
        #expect(pool.ending("P") == "port X-B is not plugged in; plug its board in and run again")
    }

    @Test("complaint 27: a lease that was granted in its holder's absence is not kept by nobody")
    func aGrantThatNobodyComesForEnds() throws {
        var pool = TestPool("X-A", limits: LeaseLimits(heartbeat: .seconds(20)))
        pool.ask("1", ["X-A"])
        try pool.take("P", ["X-A"])
        pool.pass(.seconds(5))
        pool.release("1")
        #expect(pool.isHeld("P"))
        pool.pass(.seconds(15))
        #expect(pool.status("X-A") == .available, "being granted is no sign of life")
    }

    @Test func whatHasEndedIsNotEndedAgain() throws {
        var pool = TestPool("X-A")
        try pool.take("P", ["X-A"])
        try pool.end("P")
        #expect(throws: LeaseRefusal.alreadyEnded("P", reason: "given back")) { try pool.end("P") }
        #expect(throws: LeaseRefusal.unknownLease("Q")) { try pool.end("Q") }
        pool.ask("1", ["X-A"])
        #expect(throws: LeaseRefusal.heldByRun("run-1", "1")) { try pool.end("run-1") }
        #expect(throws: LeaseRefusal.heldByRun("run-1", "1")) { try pool.heartbeat("run-1") }
        #expect(pool.running == ["1"])
    }
}
