public import RigModel

/// Hands ports out without conflict. The decisions are `PoolState`'s; this actor carries them out.
public actor Pool {
    private var state = PoolState()
    private let spine: any EventSpine
    private var waiters: [ExecutionID: CheckedContinuation<Result<LeaseGrant, PoolError>, Never>] = [:]
    private var listeners: [ExecutionID: @Sendable (LeaseEvent) -> Void] = [:]

    /// - Parameter spine: gets PortStatusChanged of every change, in order.
    public init(spine: any EventSpine) { self.spine = spine }

    /// All ports that are known, in the order of their ids.
    public var ports: [PortSnapshot] { state.snapshots }

    public func appeared(_ port: DiscoveredPort, matching: BoardMatching) {
        perform(state.appeared(port, matching: matching))
    }
    public func vanished(_ port: PortID) { perform(state.vanished(port)) }
    public func forget(_ port: PortID) { perform(state.forget(port)) }
    public func quarantine(_ port: PortID, reason: String) { perform(state.quarantine(port, reason: reason)) }
    public func readmit(_ port: PortID) { perform(state.readmit(port)) }

    /// Ports that the request would have to wait for now.
    public func blocking(_ request: LeaseRequest) -> [PortID] { state.blocking(request) }

    /// Waits its turn for all the ports of a request.
    ///
    /// The wait ends by a grant, by the request's patience, by `withdraw`, or because a port goes away; cancelling the
    /// task does not end it.
    /// - Parameter listener: called, from the pool, for what befalls the lease until it is released. It must not wait.
    public func acquire(
        _ request: LeaseRequest, listener: @escaping @Sendable (LeaseEvent) -> Void
    ) async throws(PoolError) -> Lease {
        listeners[request.execution] = listener
        let result = await withCheckedContinuation { continuation in
            waiters[request.execution] = continuation
            perform(state.request(request, now: .now))
        }
        switch result {
        case .success(let grant): return Lease(grant)
        case .failure(let error):
            listeners[request.execution] = nil
            throw error
        }
    }

    /// Ends the wait of a request, even of one that is about to come. Each execution asks once.
    public func withdraw(_ execution: ExecutionID) { perform(state.withdraw(execution)) }

    /// The run on the lease begins: its ports are in use.
    public func began(_ lease: borrowing Lease, at time: Timestamp) { perform(state.began(lease.id, at: time)) }

    /// Gives the ports back. `events` are published first, so that the end of a run comes before its ports are free.
    public func release(_ lease: consuming Lease, troubles: [PortID: PortTrouble], after events: [RigEvent]) {
        for event in events { spine.post(event) }
        listeners[lease.execution] = nil
        perform(state.release(lease.id, troubles: troubles))
    }

    /// Ends what is overdue. Called by the clock that the station runs, a few times a second.
    public func expire(now: ContinuousClock.Instant) { perform(state.expire(now: now)) }

    private func perform(_ actions: [PoolState.Action]) {
        for action in actions {
            switch action {
            case .publish(let snapshot): spine.post(.portStatusChanged(snapshot))
            case .forget(let port): spine.post(.portForgotten(port))
            case .grant(let grant): waiters.removeValue(forKey: grant.execution)?.resume(returning: .success(grant))
            case .refuse(let execution, let error):
                waiters.removeValue(forKey: execution)?.resume(returning: .failure(error))
            case .tell(let execution, let event): listeners[execution]?(event)
            }
        }
    }
}
