@testable import PortPool
import RigModel
import Testing

@Suite struct PoolStateTests {
    private let now = ContinuousClock.now

    private func port(_ board: String, _ channel: Channel, incarnation: Int = 1) -> DiscoveredPort {
        DiscoveredPort(
            id: PortID(board: BoardID(board), channel: channel), board: BoardID(board), channel: channel,
            vendorID: "0403", productID: "6011", serial: board, product: "demo", chip: .ft4232h,
            devicePath: "/dev/ttyUSB0", usbPath: "1-1", incarnation: incarnation, degraded: nil)
    }

    private func request(_ id: String, _ ports: [PortID], priority: Int = 0) -> LeaseRequest {
        LeaseRequest(
            execution: ExecutionID(id), uut: "unit", ports: ports, priority: priority, patience: .seconds(10),
            term: .seconds(100))
    }

    private func grants(_ actions: [PoolState.Action]) -> [LeaseGrant] {
        actions.compactMap { if case .grant(let grant) = $0 { grant } else { nil } }
    }

    private func pool(_ ports: DiscoveredPort...) -> PoolState {
        var state = PoolState()
        for port in ports { _ = state.appeared(port, matching: .unmatched) }
        return state
    }

    @Test func portsAreGrantedTogetherOrNotAtAll() {
        var state = pool(port("X", .a), port("X", .b))
        let first = grants(state.request(request("1", ["X-A"]), now: now))
        #expect(first.count == 1)
        let both = grants(state.request(request("2", ["X-A", "X-B"]), now: now))
        #expect(both.isEmpty)
        #expect(state.snapshot("X-B")?.status == .available)
        let served = grants(state.release(first[0].id, troubles: [:]))
        #expect(served.map(\.execution) == ["2"])
        #expect(state.snapshots.map(\.status) == [.reserved, .reserved])
    }

    @Test func whoWaitsIsServedByPriorityThenByOrder() {
        var state = pool(port("X", .a))
        var lease = grants(state.request(request("0", ["X-A"]), now: now))[0].id
        for (id, priority) in [("1", 0), ("2", 5), ("3", 0), ("4", 5)] {
            _ = state.request(request(id, ["X-A"], priority: priority), now: now)
        }
        var order: [String] = []
        while let next = grants(state.release(lease, troubles: [:])).first {
            order.append(next.execution.rawValue)
            lease = next.id
        }
        #expect(order == ["2", "4", "1", "3"])
    }

    @Test func aUnitOnTwoPortsIsNotPassedForEverByUnitsOnOne() {
        var state = pool(port("X", .a), port("X", .b))
        let first = grants(state.request(request("a", ["X-A"]), now: now))[0].id
        _ = state.request(request("both", ["X-A", "X-B"]), now: now)
        // X-B is free, but the one who waits for both was there first.
        let late = grants(state.request(request("b", ["X-B"]), now: now))
        #expect(late.isEmpty)
        let served = grants(state.release(first, troubles: [:]))
        #expect(served.map(\.execution) == ["both"])
    }

    @Test func anUnpluggedPortLeavesItsLeaseAndTheHolderIsTold() {
        var state = pool(port("X", .a), port("X", .b))
        let lease = grants(state.request(request("1", ["X-A", "X-B"]), now: now))[0].id
        _ = state.began(lease, at: Timestamp(nanoseconds: 1))
        let actions = state.vanished("X-A")
        #expect(actions.contains(.tell("1", .portLost("X-A"))))
        #expect(state.snapshot("X-A")?.status == .offline)
        #expect(state.snapshot("X-B")?.status == .inUse)
    }

    @Test func aNewIncarnationInheritsNoLeaseAndNoTrouble() {
        var state = pool(port("X", .a))
        let lease = grants(state.request(request("1", ["X-A"]), now: now))[0].id
        _ = state.vanished("X-A")
        _ = state.appeared(port("X", .a, incarnation: 2), matching: .unmatched)
        #expect(state.snapshot("X-A")?.status == .available)
        let again = grants(state.request(request("2", ["X-A"]), now: now))
        #expect(again.map { $0.ports[0].incarnation } == [2])
        // The old run ends after the new one has begun: it changes nothing for it.
        _ = state.release(lease, troubles: ["X-A": PortTrouble(message: "unplugged", failedToOpen: true)])
        #expect(state.snapshot("X-A")?.status == .reserved)
        #expect(state.snapshot("X-A")?.lastError == nil)
    }

    @Test func aReplugNobodyTookNoticeOfEndsTheOldIncarnation() {
        var state = pool(port("X", .a))
        _ = state.request(request("1", ["X-A"]), now: now)
        let actions = state.appeared(port("X", .a, incarnation: 2), matching: .unmatched)
        #expect(actions.contains(.tell("1", .portLost("X-A"))))
        #expect(state.snapshot("X-A")?.status == .available)
    }

    @Test func aPortThatCouldNotBeOpenedIsInErrorUntilAGoodRun() {
        var state = pool(port("X", .a))
        let first = grants(state.request(request("1", ["X-A"]), now: now))[0].id
        _ = state.release(first, troubles: ["X-A": PortTrouble(message: "held by tio", failedToOpen: true)])
        #expect(state.snapshot("X-A")?.status == .error)
        #expect(state.snapshot("X-A")?.lastError == "held by tio")
        let second = grants(state.request(request("2", ["X-A"]), now: now))
        #expect(second.count == 1, "a port in error may be tried again")
        _ = state.release(second[0].id, troubles: [:])
        #expect(state.snapshot("X-A")?.status == .available)
        #expect(state.snapshot("X-A")?.lastError == nil)
    }

    @Test func whatCanNeverBeServedIsRefusedAtOnce() {
        var state = pool(port("X", .a), port("X", .b))
        #expect(state.request(request("1", ["Y-A"]), now: now) == [.refuse("1", .unknownPort("Y-A"))])
        _ = state.request(request("2", ["X-A"]), now: now)
        _ = state.request(request("3", ["X-A", "X-B"]), now: now)
        #expect(state.vanished("X-B").contains(.refuse("3", .offline("X-B"))))
        #expect(state.request(request("4", ["X-B"]), now: now) == [.refuse("4", .offline("X-B"))])
        _ = state.quarantine("X-A", reason: "flapping")
        #expect(state.request(request("5", ["X-A"]), now: now) == [.refuse("5", .quarantined("X-A"))])
    }

    @Test func aRequestThatIsTakenBackBeforeItComesIsRefused() {
        var state = pool(port("X", .a))
        #expect(state.withdraw("1").isEmpty)
        #expect(state.request(request("1", ["X-A"]), now: now) == [.refuse("1", .withdrawn)])
        #expect(state.snapshot("X-A")?.status == .available)
    }

    @Test func everyWaitAndLeaseHasAnEnd() {
        var state = pool(port("X", .a))
        _ = state.request(request("1", ["X-A"]), now: now)
        _ = state.request(request("2", ["X-A"]), now: now)
        #expect(state.expire(now: now + .seconds(5)).isEmpty)
        #expect(state.expire(now: now + .seconds(10)).contains(.refuse("2", .waitedTooLong(["X-A"], .seconds(10)))))
        let over = state.expire(now: now + .seconds(101))
        #expect(over.contains(.tell("1", .ended(reason: "the lease ran out"))))
        #expect(state.expire(now: now + .seconds(102)).isEmpty, "it is told once")
    }

    @Test func aForgottenPortIsGoneAndAPluggedOneIsNotForgotten() {
        var state = pool(port("X", .a))
        #expect(state.forget("X-A").isEmpty)
        _ = state.vanished("X-A")
        #expect(state.forget("X-A") == [.forget("X-A")])
        #expect(state.snapshots.isEmpty)
    }
}
