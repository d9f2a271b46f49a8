import RigModel
import Testing

@testable import PortPool

/// Ports that a person took out of use, over restarts and under other names.
@Suite struct QuarantineRestoringTests {
    /// The quarantines that a store would have after these actions.
    private func stored(_ actions: [PoolState.Action]) -> [QuarantineRecord] {
        var standing: [PortID: QuarantineRecord] = [:]
        for case .keep(let record) in actions { standing[record.port] = record.endedAt == nil ? record : nil }
        return standing.values.sorted { $0.port < $1.port }
    }
    private func quarantine(_ pool: inout TestPool, _ reason: String = "bent pin") throws -> [PoolState.Action] {
        try pool.act { state, now throws(LeaseRefusal) in try state.quarantine("X-A", reason: reason, now) }
    }
    private func restart(_ pool: inout TestPool, with records: [QuarantineRecord]) throws {
        pool.restart()
        try pool.act { state, _ in
            state.restore(records)
            return []
        }
    }

    @Test func aPortThatAPersonTookOutOfUseIsSoAfterARestart() throws {
        var pool = TestPool("X-A")
        let records = stored(try quarantine(&pool))
        #expect(records == [QuarantineRecord(port: "X-A", reason: "bent pin", since: pool.now.wall)])
        try restart(&pool, with: records)
        pool.ask("1", ["X-A"])
        #expect(pool.running.isEmpty)
        pool.plug("X-A")
        #expect(pool.status("X-A") == .quarantined)
        #expect(pool.state.snapshot("X-A")?.lastError == "bent pin")
        let released = try pool.act { state, now throws(LeaseRefusal) in try state.readmit("X-A", now) }
        #expect(
            released.contains(
                .keep(
                    QuarantineRecord(
                        port: "X-A", reason: "bent pin", since: records[0].since, endedAt: pool.now.wall))))
        #expect(pool.status("X-A") == .available)
    }

    @Test func itCanBeLetBackBeforeItsPortIsSeen() throws {
        for letsBack in [true, false] {
            var pool = TestPool("X-A")
            try restart(&pool, with: stored(try quarantine(&pool)))
            let ended = try pool.act { state, now throws(LeaseRefusal) in
                letsBack ? try state.readmit("X-A", now) : try state.forget("X-A", now)
            }
            #expect(stored(ended).isEmpty && ended.count == 1)
            pool.plug("X-A")
            #expect(pool.status("X-A") == .available)
        }
    }

    @Test func anotherReasonIsTheSameQuarantine() throws {
        var pool = TestPool("X-A")
        let first = stored(try quarantine(&pool))
        pool.pass(.seconds(60))
        let second = stored(try quarantine(&pool, "burnt"))
        #expect(second == [QuarantineRecord(port: "X-A", reason: "burnt", since: first[0].since)])
    }

    @Test func aPortThatIsForgottenIsOutOfUseNoMore() throws {
        var pool = TestPool("X-A")
        _ = try quarantine(&pool)
        pool.unplug("X-A")
        let actions = try pool.act { state, now throws(LeaseRefusal) in try state.forget("X-A", now) }
        #expect(actions.count == 2 && actions.last == .forget("X-A"))
        pool.plug("X-A")
        #expect(pool.status("X-A") == .available)
    }

    @Test func whatThePoolKeepsOutByItselfIsNotStored() throws {
        var pool = TestPool("X-A", policy: QuarantinePolicy(flaps: 1))
        let actions = pool.unplug("X-A") + pool.plug("X-A", incarnation: 2)
        #expect(pool.status("X-A") == .quarantined)
        #expect(stored(actions).isEmpty)
        let released = try pool.act { state, now throws(LeaseRefusal) in try state.readmit("X-A", now) }
        #expect(released.allSatisfy { if case .keep = $0 { false } else { true } })
    }

    @Test func aPortOfAnotherNameLeavesNothingUnderTheOldOne() throws {
        var pool = TestPool("X-A")
        try pool.take("P", ["X-A"])
        let actions = pool.rename([("X-A", "usb-1-A")])
        #expect(actions.last == .forget("X-A"))
        #expect(pool.ending("P") == "port X-A is known as usb-1-A from now on")
        #expect(pool.state.snapshots.map(\.port.id) == ["usb-1-A"])
        #expect(pool.status("usb-1-A") == .available)
    }

    @Test func aRunOnAPortOfAnotherNameIsToldAndEnds() throws {
        var pool = TestPool("X-A", "X-B")
        pool.ask("1", ["X-A", "X-B"])
        let actions = pool.rename([("X-A", "usb-1-A")])
        #expect(actions.contains(.tell("1", .portLost("X-A"))))
        pool.release("1", ["X-A": PortTrouble(message: "unplugged", failedToOpen: true)])
        #expect(pool.state.snapshots.map(\.status) == [.available, .available])
        #expect(pool.state.snapshots.map(\.port.id) == ["X-B", "usb-1-A"])
    }

    @Test func whatKeepsAPortOutOfUseGoesOnUnderItsNewName() throws {
        var pool = TestPool("X-A")
        _ = try quarantine(&pool)
        let actions = pool.rename([("X-A", "usb-1-A")])
        #expect(pool.status("usb-1-A") == .quarantined)
        #expect(pool.state.snapshot("usb-1-A")?.lastError == "bent pin")
        #expect(stored(actions).map(\.port) == ["usb-1-A"])
    }

    /// A to B while B becomes C, or A: each is kept out under its own new name.
    @Test(arguments: ["Z-A", "X-A"], [false, true])
    func whatKeepsPortsOutOfUseFollowsNamesThatPassOn(last: PortID, isLastFirst: Bool) throws {
        var pool = TestPool("X-A", "Y-A")
        for (port, reason) in [(PortID("X-A"), "bent pin"), ("Y-A", "burnt")] {
            _ = try pool.act { state, now throws(LeaseRefusal) in try state.quarantine(port, reason: reason, now) }
        }
        let names: [(PortID, PortID)] = [("X-A", "Y-A"), ("Y-A", last)]
        let actions = pool.rename(isLastFirst ? names.reversed() : names)
        #expect(pool.state.snapshots.map(\.port.id) == ["Y-A", last].sorted())
        #expect(pool.state.snapshots.allSatisfy { $0.status == .quarantined })
        #expect(pool.state.snapshot("Y-A")?.lastError == "bent pin")
        #expect(pool.state.snapshot(last)?.lastError == "burnt")
        #expect(
            Dictionary(uniqueKeysWithValues: stored(actions).map { ($0.port, $0.reason) }) == [
                "Y-A": "bent pin", last: "burnt",
            ])
    }

    /// Released while its line was checked: under its new name nothing keeps it out.
    @Test func aPortThatWasReleasedIsNotKeptOutUnderItsNewName() throws {
        var pool = TestPool("X-A", policy: QuarantinePolicy(flaps: 2, firstCheck: .seconds(1)))
        for _ in 0..<2 {
            pool.unplug("X-A")
            pool.plug("X-A")
        }
        #expect(pool.status("X-A") == .quarantined)
        pool.pass(.seconds(2))
        var checked: [PortID] = []
        _ = try pool.act { state, now throws(LeaseRefusal) in
            checked = state.dueChecks(now).map(\.id)
            return try state.readmit("X-A", now)
        }
        #expect(checked == ["X-A"])
        pool.rename([("X-A", "usb-1-A")])
        #expect(pool.status("usb-1-A") == .available)
    }
}
