import RigModel
import Testing

@testable import PortPool

/// Ports that are kept out of use, and how they come back.
@Suite struct QuarantineTests {
    private let trouble: [PortID: PortTrouble] = ["X-A": PortTrouble(message: "held by tio", failedToOpen: true)]

    private func due(_ pool: inout TestPool) -> [DiscoveredPort] {
        var due: [DiscoveredPort] = []
        _ = try? pool.act { state, now in
            due = state.dueChecks(now)
            return []
        }
        return due
    }
    @discardableResult private func checked(
        _ pool: inout TestPool, _ port: DiscoveredPort, _ failure: String? = nil
    ) -> [PoolState.Action] {
        (try? pool.act { state, now in state.checked(port, failure: failure, now) }) ?? []
    }
    private func flap(_ pool: inout TestPool, _ times: Int) {
        for number in 0..<times {
            pool.unplug("X-A")
            pool.plug("X-A", incarnation: number + 2)
        }
    }
    private func fail(_ pool: inout TestPool, _ times: Int) {
        for number in 0..<times {
            pool.ask(ExecutionID("f\(number)"), ["X-A"])
            pool.release(ExecutionID("f\(number)"), trouble)
        }
    }

    @Test func aPortThatComesAndGoesIsKeptOut() {
        var pool = TestPool("X-A", policy: QuarantinePolicy(flaps: 3, window: .seconds(60)))
        flap(&pool, 2)
        #expect(pool.status("X-A") == .available)
        pool.unplug("X-A")
        #expect(pool.status("X-A") == .offline)
        pool.plug("X-A", incarnation: 9)
        #expect(pool.status("X-A") == .quarantined)
        #expect(pool.state.snapshot("X-A")?.lastError == "it came and went 3 times within 60.0 seconds")
    }

    @Test func aPortThatIsPluggedAnewNowAndThenIsNot() {
        var pool = TestPool("X-A", policy: QuarantinePolicy(flaps: 3, window: .seconds(60)))
        for number in 0..<6 {
            pool.unplug("X-A")
            pool.plug("X-A", incarnation: number + 2)
            pool.pass(.seconds(30))
        }
        #expect(pool.status("X-A") == .available)
    }

    @Test func aPortThatFailsAgainAndAgainIsKeptOut() {
        var pool = TestPool("X-A", policy: QuarantinePolicy(failures: 3))
        fail(&pool, 2)
        pool.ask("good", ["X-A"])
        pool.release("good")
        fail(&pool, 2)
        #expect(pool.status("X-A") == .error, "a good run in between starts the count anew")
        pool.ask("waits", ["X-A"])
        let last = pool.release("waits", trouble)
        #expect(pool.status("X-A") == .quarantined)
        #expect(pool.state.snapshot("X-A")?.lastError == "3 runs in a row had trouble with the line: held by tio")
        #expect(last.contains { if case .publish(let port) = $0 { port.status == .quarantined } else { false } })
    }

    @Test func aRunWhoseLinesWeClosedSaysNothingAboutThem() throws {
        var pool = TestPool("X-A", policy: QuarantinePolicy(failures: 1))
        pool.ask("1", ["X-A"])
        try pool.act { state, now in state.fence("run-1", reason: "r", now) }
        pool.release("1", trouble)
        #expect(pool.status("X-A") == .available)
    }

    @Test func itComesBackThroughAHealthCheckAfterAWhile() {
        var pool = TestPool("X-A", policy: QuarantinePolicy(failures: 1, firstCheck: .seconds(10)))
        fail(&pool, 1)
        pool.pass(.seconds(9))
        #expect(due(&pool).isEmpty)
        pool.pass(.seconds(1))
        let ports = due(&pool)
        #expect(ports.map(\.id) == ["X-A"])
        #expect(due(&pool).isEmpty, "one check at a time")
        #expect(pool.status("X-A") == .quarantined, "it is nobody's while it is checked")
        checked(&pool, ports[0])
        #expect(pool.status("X-A") == .available)
        #expect(pool.state.snapshot("X-A")?.lastError == nil)
    }

    @Test func theWaitDoublesUpToABound() {
        var pool = TestPool(
            "X-A", policy: QuarantinePolicy(failures: 1, firstCheck: .seconds(10), longestCheck: .seconds(35)))
        fail(&pool, 1)
        var waits: [Int] = []
        for _ in 0..<4 {
            var waited = 0
            while due(&pool).isEmpty {
                pool.pass(.seconds(1))
                waited += 1
                if waited > 100 { break }
            }
            waits.append(waited)
            checked(&pool, TestPort.made("X-A"), "still held by tio")
        }
        #expect(waits == [10, 20, 35, 35])
        // Soon ill again: it is kept out as long as before.
        for _ in 0..<35 { pool.pass(.seconds(1)) }
        for port in due(&pool) { checked(&pool, port) }
        fail(&pool, 1)
        pool.pass(.seconds(34))
        #expect(due(&pool).isEmpty)
        pool.pass(.seconds(1))
        #expect(due(&pool).count == 1)
    }

    @Test func aPortIsCheckedOnlyOnceItHasStayedForAWhile() {
        var pool = TestPool("X-A", policy: QuarantinePolicy(flaps: 1, firstCheck: .seconds(10)))
        pool.unplug("X-A")
        pool.pass(.seconds(60))
        #expect(due(&pool).isEmpty, "nothing is there to check")
        pool.plug("X-A", incarnation: 2)
        pool.pass(.seconds(9))
        #expect(due(&pool).isEmpty)
        pool.pass(.seconds(1))
        let ports = due(&pool)
        // It goes and comes back while it is checked: that says nothing about the new one.
        pool.unplug("X-A")
        pool.plug("X-A", incarnation: 3)
        for port in ports { checked(&pool, port) }
        #expect(pool.status("X-A") == .quarantined)
        pool.pass(.seconds(10))
        for port in due(&pool) { checked(&pool, port) }
        #expect(pool.status("X-A") == .available)
    }

    @Test func whatAPersonTookOutOfUseOnlyAPersonLetsBack() throws {
        var pool = TestPool("X-A")
        try pool.act { state, now throws(LeaseRefusal) in try state.quarantine("X-A", reason: "bent pin", now) }
        pool.pass(.seconds(100_000))
        #expect(due(&pool).isEmpty)
        #expect(pool.state.snapshot("X-A")?.lastError == "bent pin")
        pool.unplug("X-A")
        pool.plug("X-A", incarnation: 2)
        #expect(pool.status("X-A") == .quarantined, "a re-plug is no release")
        try pool.act { state, now throws(LeaseRefusal) in try state.readmit("X-A", now) }
        #expect(pool.status("X-A") == .available)
    }

    @Test func aPortThatIsReleasedWhileItIsCheckedComesBackWhenTheLineIsClosed() throws {
        var pool = TestPool("X-A", policy: QuarantinePolicy(failures: 1))
        fail(&pool, 1)
        pool.pass(.seconds(10))
        let ports = due(&pool)
        try pool.act { state, now throws(LeaseRefusal) in try state.readmit("X-A", now) }
        #expect(pool.status("X-A") == .quarantined)
        for port in ports { checked(&pool, port, "still held by tio") }
        #expect(pool.status("X-A") == .available)
    }

    @Test func aLeaseOnAPortGoesOnToItsEnd() throws {
        var pool = TestPool("X-A")
        pool.ask("1", ["X-A"])
        let waiting = pool.ask("2", ["X-A"])
        #expect(waiting.isEmpty)
        let actions = try pool.act { state, now throws(LeaseRefusal) in try state.quarantine("X-A", reason: "r", now) }
        #expect(actions.contains(.refuse("2", .quarantined("X-A"))))
        #expect(pool.status("X-A") == .reserved)
        pool.release("1")
        #expect(pool.status("X-A") == .quarantined)
    }

    @Test func nothingIsKeptOutByItselfWhereThatIsNotWanted() {
        var pool = TestPool("X-A", policy: QuarantinePolicy(flaps: nil, failures: nil))
        flap(&pool, 50)
        fail(&pool, 50)
        #expect(pool.status("X-A") == .error)
    }
}
