import Locking
import PortPool
import RigModel
import Support
import Testing

/// The actor: it wakes those who wait, tells those who hold, and publishes.
@Suite(.timeLimit(.minutes(1))) struct PoolTests {
    private let spine = FakeSpine()
    private let clocks = Clocks { Timestamp(nanoseconds: 1_788_264_000_000_000_000) }

    private func request(_ run: ExecutionID, term: Duration = .seconds(100)) -> LeaseRequest {
        LeaseRequest(execution: run, uut: "unit", ports: ["X-A"], term: term)
    }
    private func pool(
        _ limits: LeaseLimits = LeaseLimits(), _ policy: QuarantinePolicy = QuarantinePolicy(),
        check: @escaping Pool.HealthCheck = { _ in nil }
    ) async -> Pool {
        let pool = Pool(
            on: TestExecutor.shared, spine: spine, clocks: clocks, limits: limits, quarantine: policy,
            healthCheck: check)
        await pool.appeared(TestPort.made("X-A"), matching: .unmatched)
        return pool
    }
    private var statuses: [PortStatus] {
        spine.events.compactMap { if case .portStatusChanged(let port) = $0 { port.status } else { nil } }
    }

    @Test func aRunThatWaitsIsWokenWhenItsPortIsFree() async throws {
        let pool = await pool()
        let first = try await pool.acquire(request("1")) { _ in }
        async let second = { () async throws(PoolError) -> ExecutionID in
            let lease = try await pool.acquire(request("2")) { _ in }
            let run = lease.execution
            await pool.release(lease, troubles: [:], after: [])
            return run
        }()
        while await pool.blocking(request("3")) != ["X-A"] { await Task.yield() }
        await pool.release(first, troubles: [:], after: [])
        #expect(try await second == "2")
        #expect(await pool.ports.map(\.status) == [.available])
    }

    @Test("complaint 2: the holder is told that its lease is over before anyone else has its ports")
    func whoLosesItsLeaseIsToldFirst() async throws {
        let pool = await pool()
        let told = Lock<[LeaseEvent]>([])
        let lease = try await pool.acquire(request("1")) { event in told.withLock { $0.append(event) } }
        await pool.revoke("1", reason: "needed elsewhere")
        #expect(told.withLock { $0 } == [.ended(reason: "needed elsewhere")])
        #expect(await pool.ports.map(\.status) == [.reserved])
        await pool.release(lease, troubles: [:], after: [])
        #expect(await pool.ports.map(\.status) == [.available])
    }

    @Test("complaint 2: a lease whose time is over is told by the clock")
    func theClockEndsALease() async throws {
        let pool = await pool()
        let told = Lock<[LeaseEvent]>([])
        let lease = try await pool.acquire(request("1", term: .zero)) { event in told.withLock { $0.append(event) } }
        await pool.expire()
        #expect(told.withLock { $0 } == [.ended(reason: "the lease ran out")])
        await pool.release(lease, troubles: [:], after: [])
    }

    @Test("complaint 27: a lease that is dropped on the way is taken back")
    func aDroppedLeaseIsTakenBack() async throws {
        let pool = await pool()
        struct Crash: Error {}
        func crash() async throws {
            _ = try await pool.acquire(request("1")) { _ in }
            throw Crash()
        }
        await #expect(throws: Crash.self) { try await crash() }
        let next = try await pool.acquire(request("2")) { _ in }
        #expect(next.execution == "2")
        await pool.release(next, troubles: [:], after: [])
        await pool.expire()
        #expect(await pool.ports.map(\.status) == [.available])
        #expect(statuses == [.available, .reserved, .available, .reserved, .available])
    }

    @Test func aRunIsPublishedAsEndedBeforeItsPortsAreFree() async throws {
        let pool = await pool()
        let lease = try await pool.acquire(request("1")) { _ in }
        await pool.release(lease, troubles: [:], after: [.portForgotten("marker")])
        guard case .portForgotten("marker")? = spine.events.dropLast().last else {
            Issue.record("\(spine.events.suffix(2))")
            return
        }
        #expect(statuses.last == .available)
    }

    @Test func aPersonsLeaseIsPublishedFromAskingToEnd() async throws {
        let pool = await pool()
        let order = LeaseOrder(owner: "ann", reason: "loose wire", ports: ["X-A"])
        let lease = try await pool.lease(order)
        #expect(lease.state == .held(since: clocks.wall))
        #expect(lease.deadline == clocks.wall.advanced(by: .seconds(1_800)))
        let other = try await pool.lease(order)
        #expect(other.state == .waiting(for: ["X-A"]))
        #expect(await pool.leases().map(\.id) == [lease.id, other.id].sorted())
        let ended = try await pool.end(lease.id, reason: "done")
        let granted = try #require(await pool.lease(other.id))
        let told = spine.events.compactMap { if case .leaseChanged(let record) = $0 { record } else { nil } }
        #expect(told == [lease, other, ended, granted])
        #expect(granted.state == .held(since: clocks.wall))
        await pool.close()
        await #expect(throws: LeaseRefusal.stopping) { try await pool.lease(order) }
    }

    @Test func aSickPortIsCheckedAndComesBack() async throws {
        let answers = Lock(["held by tio", nil])
        let pool = await pool(
            LeaseLimits(), QuarantinePolicy(failures: 1, firstCheck: .zero, longestCheck: .zero)
        ) { port in
            #expect(port.id == "X-A")
            return answers.withLock { $0.removeFirst() }
        }
        let lease = try await pool.acquire(request("1")) { _ in }
        await pool.release(lease, troubles: ["X-A": PortTrouble(message: "m", failedToOpen: true)], after: [])
        for port in await pool.dueChecks() { await pool.check(port) }
        #expect(await pool.ports.map(\.status) == [.quarantined])
        for port in await pool.dueChecks() { await pool.check(port) }
        #expect(await pool.ports.map(\.status) == [.available])
    }
}
