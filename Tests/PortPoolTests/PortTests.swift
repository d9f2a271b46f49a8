import RigModel
import Testing

@testable import PortPool

/// What is plugged in, and what it inherits.
@Suite struct PortTests {
    @Test("complaint 3: a re-plug nobody took notice of ends the old incarnation, lease and all")
    func aReplugThatWasMissedEndsTheOldIncarnation() {
        var pool = TestPool("X-A")
        pool.ask("1", ["X-A"])
        let actions = pool.plug("X-A", incarnation: 2)
        #expect(actions.contains(.tell("1", .portLost("X-A"))))
        #expect(pool.status("X-A") == .available)
    }

    @Test func aNewIncarnationInheritsNoLeaseAndNoTrouble() {
        var pool = TestPool("X-A")
        pool.ask("1", ["X-A"])
        pool.unplug("X-A")
        pool.plug("X-A", incarnation: 2)
        #expect(pool.status("X-A") == .available)
        pool.ask("2", ["X-A"])
        #expect(pool.state.held["run-2"]?.ports.map(\.incarnation) == [2])
        // The old run ends after the new one has begun: it changes nothing for it.
        pool.release("1", ["X-A": PortTrouble(message: "unplugged", failedToOpen: true)])
        #expect(pool.status("X-A") == .reserved)
        #expect(pool.state.snapshot("X-A")?.lastError == nil)
        #expect(pool.running == ["2"])
    }

    @Test func anUnpluggedPortLeavesItsRunAndTheRunIsTold() {
        var pool = TestPool("X-A", "X-B")
        pool.ask("1", ["X-A", "X-B"])
        _ = try? pool.act { state, now in state.began("run-1", at: now.wall) }
        let actions = pool.unplug("X-A")
        #expect(actions.contains(.tell("1", .portLost("X-A"))))
        #expect(pool.status("X-A") == .offline)
        #expect(pool.status("X-B") == .inUse)
    }

    @Test func aPortThatCouldNotBeOpenedIsInErrorUntilAGoodRun() {
        var pool = TestPool("X-A")
        pool.ask("1", ["X-A"])
        pool.release("1", ["X-A": PortTrouble(message: "held by tio", failedToOpen: true)])
        #expect(pool.status("X-A") == .error)
        #expect(pool.state.snapshot("X-A")?.lastError == "held by tio")
        pool.ask("2", ["X-A"])
        #expect(pool.running == ["2"], "a port in error may be tried again")
        pool.release("2")
        #expect(pool.status("X-A") == .available)
        #expect(pool.state.snapshot("X-A")?.lastError == nil)
    }

    @Test func onlyAPortThatIsGoneIsForgotten() throws {
        var pool = TestPool("X-A")
        #expect(throws: LeaseRefusal.present("X-A")) {
            try pool.act { state, now throws(LeaseRefusal) in try state.forget("X-A", now) }
        }
        #expect(throws: LeaseRefusal.unknownPort("Y-A", known: ["X-A"])) {
            try pool.act { state, now throws(LeaseRefusal) in try state.forget("Y-A", now) }
        }
        pool.unplug("X-A")
        #expect(try pool.act { state, now throws(LeaseRefusal) in try state.forget("X-A", now) } == [.forget("X-A")])
        #expect(pool.state.snapshots.isEmpty)
    }

    @Test func aLeasedPortSaysWhoHasIt() throws {
        var pool = TestPool("X-A", "X-B")
        pool.ask("1", ["X-A"])
        try pool.take("P", ["X-B"])
        let (run, person) = (pool.state.snapshot("X-A"), pool.state.snapshot("X-B"))
        #expect(run?.lease == "run-1" && run?.execution == "1" && run?.uut == "unit" && run?.leaseOwner == nil)
        #expect(person?.lease == "P" && person?.leaseOwner == "ann" && person?.execution == nil)
        #expect(run?.status == .reserved && person?.status == .reserved)
    }

    /// A second board with its serial number has come, and both are known by their sockets from now on.
    @Test func aPortOfAnotherNameIsThereUnderOneOfThemAtEveryMoment() {
        var pool = TestPool("X-A", "X-B", "Y-A")
        pool.ask("1", ["X-A", "Y-A"])
        pool.ask("2", ["X-A"])
        var view = Dictionary(uniqueKeysWithValues: pool.state.snapshots.map { ($0.port.id, $0.status) })
        let actions = pool.rename([("X-A", "usb1-A"), ("X-B", "usb1-B")])
        #expect(actions.contains(.tell("1", .portLost("X-A"))))
        #expect(actions.contains(.refuse("2", .offline("X-A"))))
        for action in actions {
            switch action {
            case .publish(let port): view[port.port.id] = port.status
            case .forget(let id): view[id] = nil
            default: continue
            }
            for names: [PortID] in [["X-A", "usb1-A"], ["X-B", "usb1-B"]] {
                #expect(names.contains { view[$0] != nil })
                #expect(names.allSatisfy { view[$0] != .offline })
            }
        }
        #expect(view == ["Y-A": .reserved, "usb1-A": .available, "usb1-B": .available])
        #expect(view.keys.sorted() == pool.state.snapshots.map(\.port.id))
    }

    @Test func aNameThatGoesFromOnePortToAnotherStays() {
        var pool = TestPool("X-A", "Y-A")
        let actions = pool.rename([("X-A", "Y-A"), ("Y-A", "Z-A")])
        #expect(pool.state.snapshots.map(\.port.id) == ["Y-A", "Z-A"])
        #expect(pool.state.snapshots.allSatisfy { $0.status == .available })
        #expect(actions.filter { if case .forget = $0 { true } else { false } } == [.forget("X-A")])
    }
}
