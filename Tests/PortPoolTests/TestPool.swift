import RigModel

@testable import PortPool

/// A pool's decisions with a clock that the test moves.
struct TestPool {
    private(set) var state: PoolState
    private(set) var now = PoolTime(monotonic: .now, wall: Timestamp(nanoseconds: 1_788_264_000_000_000_000))

    init(
        _ ports: PortID..., limits: LeaseLimits = LeaseLimits(), policy: QuarantinePolicy = QuarantinePolicy()
    ) {
        state = PoolState(limits: limits, policy: policy)
        for port in ports { plug(port) }
    }

    /// Another start of the service.
    mutating func restart() { state = PoolState(limits: state.limits, policy: state.policy) }

    // MARK: Ports

    @discardableResult mutating func plug(_ port: PortID, incarnation: Int = 1) -> [PoolState.Action] {
        state.appeared(TestPort.made(port, incarnation: incarnation), matching: .unmatched, now)
    }
    @discardableResult mutating func unplug(_ port: PortID) -> [PoolState.Action] { state.vanished(port, now) }
    /// - Parameter names: the old one and the new one of each port.
    @discardableResult mutating func rename(_ names: [(PortID, PortID)]) -> [PoolState.Action] {
        state.renamed(names.map { TestPort.renamed($0, to: $1, incarnation: 2) }, now)
    }
    func status(_ port: PortID) -> PortStatus? { state.snapshot(port)?.status }

    // MARK: Runs

    @discardableResult mutating func ask(
        _ run: ExecutionID, _ ports: [PortID], _ resources: [ResourceID] = [], priority: Int = 0
    ) -> [PoolState.Action] {
        state.request(
            LeaseRequest(
                execution: run, uut: "unit", ports: ports, resources: resources, priority: priority,
                patience: .seconds(10), term: .seconds(100)), now)
    }
    @discardableResult mutating func release(
        _ run: ExecutionID, _ troubles: [PortID: PortTrouble] = [:]
    ) -> [PoolState.Action] { state.release(LeaseID(of: run), troubles: troubles, now) }

    /// Runs that hold their leases.
    var running: Set<ExecutionID> { Set(state.held.keys.compactMap(\.execution)) }
    /// Who waits, in order.
    var waiting: [LeaseID] { state.queue.map(\.id) }

    // MARK: Persons

    @discardableResult mutating func take(
        _ id: LeaseID, _ ports: [PortID], _ resources: [ResourceID] = [], priority: Int = 0, term: Duration? = nil
    ) throws(LeaseRefusal) -> [PoolState.Action] {
        try state.ask(
            LeaseOrder(
                owner: "ann", reason: "loose wire", ports: ports, resources: resources, priority: priority, term: term),
            id: id, now)
    }
    @discardableResult mutating func heartbeat(
        _ id: LeaseID, extendingBy more: Duration? = nil
    ) throws(LeaseRefusal) -> [PoolState.Action] { try state.heartbeat(id, extendingBy: more, now) }
    @discardableResult mutating func end(_ id: LeaseID) throws(LeaseRefusal) -> [PoolState.Action] {
        try state.end(id, reason: "given back", now)
    }
    func lease(_ id: LeaseID) -> LeaseRecord.State? { state.record(of: id)?.state }
    /// Why a lease ended; nil where it has not.
    func ending(_ id: LeaseID) -> String? {
        if case .ended(_, let reason) = lease(id) { reason } else { nil }
    }
    func isHeld(_ id: LeaseID) -> Bool { state.held[id] != nil }

    // MARK: The rest

    @discardableResult mutating func act(
        _ body: (inout PoolState, PoolTime) throws(LeaseRefusal) -> [PoolState.Action]
    ) throws(LeaseRefusal) -> [PoolState.Action] { try body(&state, now) }

    @discardableResult mutating func pass(_ duration: Duration) -> [PoolState.Action] {
        now = now.advanced(by: duration)
        return state.expire(now)
    }
    /// Time goes on while no service runs.
    mutating func sleep(_ duration: Duration) { now = now.advanced(by: duration) }
}
