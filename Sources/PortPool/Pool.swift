public import RigModel

/// Hands ports out without conflict. The decisions are `PoolState`'s; this actor carries them out.
public actor Pool {
    /// Opens and closes the line of a port in quarantine.
    ///
    /// - Returns: what is wrong with it; nil where it is well. It must come back, within seconds.
    public typealias HealthCheck = @Sendable (DiscoveredPort) async -> String?

    /// That of the runs: a port is handed out without a change of thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private nonisolated let executor: any SerialExecutor

    private var state: PoolState
    private let spine: any EventSpine
    private let clocks: Clocks
    private let healthCheck: HealthCheck
    private var generator = SystemRandomNumberGenerator()
    private var isClosed = false

    private var waiters: [ExecutionID: CheckedContinuation<Result<LeaseGrant, PoolError>, Never>] = [:]
    private var listeners: [ExecutionID: @Sendable (LeaseEvent) -> Void] = [:]
    private let droppedLeases = DroppedLeases()

    /// - Parameters:
    ///   - executor: where the pool runs; it must not be blocked there.
    ///   - spine: gets PortStatusChanged and LeaseChanged of every change, in order.
    ///   - healthCheck: decides whether a port in quarantine may come back. Without one, a port that is there may.
    public init(
        on executor: any SerialExecutor, spine: any EventSpine, clocks: Clocks, limits: LeaseLimits = LeaseLimits(),
        quarantine: QuarantinePolicy = QuarantinePolicy(), healthCheck: @escaping HealthCheck = { _ in nil }
    ) {
        self.executor = executor
        state = PoolState(limits: limits, policy: quarantine)
        self.spine = spine
        self.clocks = clocks
        self.healthCheck = healthCheck
    }

    private var now: PoolTime { PoolTime(monotonic: clocks.monotonic, wall: clocks.wall) }

    // MARK: Ports

    /// All ports that are known, in the order of their ids.
    public var ports: [PortSnapshot] { state.snapshots }

    public func appeared(_ port: DiscoveredPort, matching: BoardMatching) {
        perform(state.appeared(port, matching: matching, now))
    }
    public func vanished(_ port: PortID) { perform(state.vanished(port, now)) }
    /// Plans name these ports, and no others: those that nobody has seen yet are offline.
    public func named(_ ports: [(port: DiscoveredPort, matching: BoardMatching)]) { perform(state.named(ports, now)) }
    /// The ports are plugged in still, and known by other names, all in one step: the old ones are forgotten.
    public func renamed(_ ports: [RenamedPort]) { perform(state.renamed(ports, now)) }

    // MARK: Runs

    /// Ports and resources, by name, that the request would have to wait for now.
    public func blocking(_ request: LeaseRequest) -> [String] { state.blocking(request, now) }

    /// Waits its turn for all the ports and resources of a request.
    ///
    /// The wait ends by a grant, by the request's patience, by `withdraw`, or because a port goes away; cancelling the
    /// task does not end it.
    /// - Parameter listener: called, from the pool, for what befalls the lease until it is released. It must not wait.
    public func acquire(
        _ request: LeaseRequest, listener: @escaping @Sendable (LeaseEvent) -> Void
    ) async throws(PoolError) -> Lease {
        reclaimDropped()
        listeners[request.execution] = listener
        let result = await withCheckedContinuation { continuation in
            waiters[request.execution] = continuation
            perform(state.request(request, now))
        }
        switch result {
        case .success(let grant): return Lease(grant, dropped: droppedLeases)
        case .failure(let error):
            listeners[request.execution] = nil
            throw error
        }
    }

    /// Ends the wait of a request, even of one that is about to come. Each execution asks once.
    public func withdraw(_ execution: ExecutionID) { perform(state.withdraw(execution, now)) }

    /// The run on the lease begins: its ports are in use.
    public func began(_ lease: borrowing Lease, at time: Timestamp) { perform(state.began(lease.id, at: time)) }

    /// Takes a run's lease away: the run is told at once, and sends nothing more on any of its ports.
    public func revoke(_ execution: ExecutionID, reason: String) {
        perform(state.fence(LeaseID(of: execution), reason: reason, now))
    }

    /// Gives the ports back. `events` are published first, so that the end of a run comes before its ports are free.
    public func release(_ lease: consuming Lease, troubles: [PortID: PortTrouble], after events: [RigEvent]) {
        for event in events { spine.post(event) }
        listeners[lease.execution] = nil
        perform(state.release(lease.id, troubles: troubles, now))
    }

    // MARK: Time

    /// Ends what is overdue. Called by the clock that the station runs, a few times a second.
    public func expire() {
        reclaimDropped()
        perform(state.expire(now))
    }

    /// Ports in quarantine whose health is to be checked now; each must be handed to `check`.
    public func dueChecks() -> [DiscoveredPort] { isClosed ? [] : state.dueChecks(now) }

    /// Checks the health of a port that `dueChecks` has named, and lets it back into use where it is well.
    public func check(_ port: DiscoveredPort) async {
        let failure = await healthCheck(port)
        perform(state.checked(port, failure: failure, now))
    }

    /// Hands no leases to persons any more; those that are open stay as they are, for the next start.
    public func close() { isClosed = true }

    /// Takes over leases that were open before a restart, and quarantines that stood; to be called before any port is told
    /// of.
    public func restore(_ records: [LeaseRecord], quarantines: [QuarantineRecord] = []) {
        state.restore(quarantines)
        perform(state.restore(records, now))
    }

    /// Keeps ports back from everybody but recoveries, until it is called without them.
    public func keepForRecovery(_ ports: Set<PortID>) { perform(state.keepForRecovery(ports, now)) }

    private func reclaimDropped() {
        for lease in droppedLeases.take() {
            perform(state.dropped(lease, now))
            if let execution = lease.execution { listeners[execution] = nil }
        }
    }

    private func perform(_ actions: [PoolState.Action]) {
        for action in actions {
            switch action {
            case .publish(let snapshot): spine.post(.portStatusChanged(snapshot))
            case .forget(let port): spine.post(.portForgotten(port))
            case .grant(let grant): waiters.removeValue(forKey: grant.execution)?.resume(returning: .success(grant))
            case .refuse(let execution, let error):
                waiters.removeValue(forKey: execution)?.resume(returning: .failure(error))
            case .tell(let execution, let event): listeners[execution]?(event)
            case .record(let record): spine.post(.leaseChanged(record))
            case .keep(let quarantine): spine.post(.quarantineChanged(quarantine))
            }
        }
    }
}

extension Pool: LeaseControl {
    public func leases() -> [LeaseRecord] { state.records }
    public func lease(_ id: LeaseID) -> LeaseRecord? { state.record(of: id) }

    public func lease(_ order: LeaseOrder) throws(LeaseRefusal) -> LeaseRecord {
        if isClosed { throw .stopping }
        let id = LeaseID(at: clocks.wall, using: &generator)
        perform(try state.ask(order, id: id, now))
        return try found(id)
    }
    public func heartbeat(_ id: LeaseID, extendingBy extension: Duration?) throws(LeaseRefusal) -> LeaseRecord {
        perform(try state.heartbeat(id, extendingBy: `extension`, now))
        return try found(id)
    }
    public func end(_ id: LeaseID, reason: String) throws(LeaseRefusal) -> LeaseRecord {
        perform(try state.end(id, reason: reason, now))
        return try found(id)
    }
    private func found(_ id: LeaseID) throws(LeaseRefusal) -> LeaseRecord {
        guard let record = state.record(of: id) else { throw .unknownLease(id) }
        return record
    }

    public func quarantine(_ port: PortID, reason: String) throws(LeaseRefusal) {
        perform(try state.quarantine(port, reason: reason, now))
    }
    public func release(_ port: PortID) throws(LeaseRefusal) { perform(try state.readmit(port, now)) }
    public func forget(_ port: PortID) throws(LeaseRefusal) { perform(try state.forget(port, now)) }
}
