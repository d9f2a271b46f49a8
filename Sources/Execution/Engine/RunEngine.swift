public import PortPool
public import RigModel
public import SerialIO

/// Carries out runs: leases ports, drives each run to its end, and reports it.
///
/// Runs live in the task group of `run()`, which nobody who asks for a run can cancel: they end by themselves or by
/// `abort` and `stopAll`, and in every case through STOP. The engine is on the reactor, as runs, lines and the pool are:
/// from one run to the next no thread is changed.
public actor RunEngine {
    /// How long a run that has its ports waits for its place among those under way.
    private static let patience = Duration.seconds(600)

    public nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    private let pool: Pool
    private let spine: any EventSpine
    private let directory: any UnitDirectory
    private let hooks: any HookRunner
    private nonisolated let reactor: Reactor
    private let clocks: Clocks
    private let lateAnswerTime: Duration
    private let hasRoom: @Sendable () -> Bool

    private let jobs: AsyncStream<Job>
    private let newJobs: AsyncStream<Job>.Continuation
    /// Handed to `jobs` and not begun.
    private var waiting: [ExecutionID: Job] = [:]
    private var active: [ExecutionID: ActiveRun] = [:]
    private var places: RunPlaces
    /// Wakes those who wait for a place.
    private var placeBells: [ExecutionID: WaitToken] = [:]
    private var compiled: [CompiledKey: CompiledUUT] = [:]
    private var generator = SystemRandomNumberGenerator()
    private var unshared = UnsharedPorts()
    private let sharingLook: SharingLook
    private var isStopping = false
    /// The last ones that ended, so that aborting one of them can say so.
    private var ended: [ExecutionID] = []

    private struct Job: Sendable {
        let run: Run
        let request: LeaseRequest
    }
    private struct ActiveRun {
        let run: Run
        let unit: UnitToRun
        var leased = false
    }
    private struct CompiledKey: Hashable {
        let hash: String
        let uut: UUTID
    }

    /// - Parameters:
    ///   - spine: gets everything that the runs do.
    ///   - directory: what an order means.
    ///   - hooks: raises and lowers the lines of plans.
    ///   - reactor: carries the lines and the runs.
    ///   - lateAnswerTime: how long a line that owes an answer must be silent before the next command.
    ///   - parallelRuns: so many at once; more wait with their ports reserved, the highest priority first.
    ///   - hasRoom: whether what a run has to say can be kept; a run whose turn comes while it cannot is not begun, unless
    ///     it is a recovery.
    public init(
        pool: Pool, spine: any EventSpine, directory: any UnitDirectory, hooks: any HookRunner = NoHooks(),
        reactor: Reactor, clocks: Clocks, lateAnswerTime: Duration = .milliseconds(100), parallelRuns: Int = 64,
        hasRoom: @escaping @Sendable () -> Bool = { true }
    ) {
        self.hasRoom = hasRoom
        self.lateAnswerTime = lateAnswerTime
        self.pool = pool
        self.spine = spine
        self.directory = directory
        self.hooks = hooks
        self.reactor = reactor
        self.clocks = clocks
        sharingLook = SharingLook(on: reactor)
        places = RunPlaces(limit: parallelRuns)
        (jobs, newJobs) = AsyncStream.makeStream()
    }

    /// Carries runs out until `stopAll` was called and the last of them has ended. Cancelling the task is the same as
    /// `stopAll(.shutdown)`: every run that has begun still sends its STOP.
    public func run() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                for await job in jobs { group.addTask(executorPreference: reactor) { await self.carryOut(job) } }
                await stopAll(.shutdown)
                // A stream whose task is cancelled ends before it has given all it held.
                for job in waiting.values { group.addTask(executorPreference: reactor) { await self.carryOut(job) } }
            }
        } onCancel: {
            newJobs.finish()
        }
    }

    /// How long the runs that are under way may need to stop, at most.
    public var longestStop: Duration {
        active.values.map { $0.unit.uut.longestStop(safeState: $0.unit.safeState) }.max() ?? .zero
    }

    /// Takes no new runs, and tells all others to stop.
    public func stopAll(_ cause: StopCause) async {
        isStopping = true
        newJobs.finish()
        for (id, active) in active {
            await active.run.stop(cause)
            if !active.leased { await pool.withdraw(id) }
        }
    }

    // MARK: One run

    private func carryOut(_ job: Job) async {
        let run = job.run
        let id = run.request.id
        guard waiting.removeValue(forKey: id) != nil else { return }
        do throws(PoolError) {
            let mailbox = run.mailbox
            let reactor = reactor
            let lease = try await pool.acquire(job.request) { mailbox.put($0, ring: reactor) }
            active[id]?.leased = true
            async let reading: Void = run.readMail()
            let result: ExecutionResult
            let hasPlace = await takePlace(run, priority: job.request.priority)
            if run.request.recovers == nil, !hasRoom() {
                result = await run.neverHadRoom()
            } else if hasPlace {
                await pool.began(lease, at: clocks.wall)
                result = await perform(run, on: lease.ports)
            } else {
                result = await run.neverGotAPlace(among: places.limit, within: Self.patience)
            }
            mailbox.close(ring: reactor)
            await reading
            await pool.release(lease, troubles: run.troubles, after: [.executionCompleted(result)])
            leavePlace(id)
        } catch {
            spine.post(.executionCompleted(await run.neverBegan(error)))
        }
        active[id] = nil
        ended.append(id)
        if ended.count > 1_000 { ended.removeFirst(500) }
    }

    /// Carries a run out; beside it, where that is due, it is looked who else has its ports open.
    private func perform(_ run: Run, on ports: [DiscoveredPort]) async -> ExecutionResult {
        let due = unshared.due(ports, at: clocks.monotonic)
        if due.isEmpty { return await run.perform(on: ports) }
        async let looking = run.warnOfSharing(due, by: sharingLook)
        let result = await run.perform(on: ports)
        unshared.add(await looking, at: clocks.monotonic)
        return result
    }

    /// Waits its turn to be under way; false where the run was stopped meanwhile, or has lost a port, or waited too long.
    private func takePlace(_ run: Run, priority: Int) async -> Bool {
        let id = run.request.id
        places.ask(id, priority: priority)
        if places.has(id) { return true }
        let bell = WaitToken()
        placeBells[id] = bell
        await run.waitForPlace(bell, until: clocks.monotonic + Self.patience)
        placeBells[id] = nil
        return places.has(id)
    }

    private func leavePlace(_ id: ExecutionID) {
        for next in places.leave(id) {
            if let bell = placeBells[next] { reactor.interrupt(bell) }
        }
    }

    private func queue(_ unit: UnitToRun, _ compiled: CompiledUUT, for order: RunOrder) async -> ExecutionRequest {
        let now = clocks.wall
        let machine = RunMachine(plan: unit.uut, safeStateCount: 0, recovers: order.recovers != nil)
        let request = ExecutionRequest(
            id: ExecutionID(at: now, using: &generator), bib: unit.bib, uut: unit.uut.id, instance: unit.instance,
            board: unit.board,
            ports: zip(unit.uut.ports, unit.ports).map {
                AssignedPort(alias: $0.alias, port: $1.id, devicePath: $1.devicePath, channel: $1.channel)
            },
            planHash: unit.planHash, requestedAt: now, origin: order.origin, stepCount: machine.stepCount,
            priority: order.priority, resources: unit.uut.resources, recovers: order.recovers)
        let run = Run(
            request, unit: compiled, hooks: unit.hooks, runner: hooks, lateAnswerTime: lateAnswerTime,
            reactor: reactor, spine: spine, clocks: clocks)
        active[request.id] = ActiveRun(run: run, unit: unit)
        let lease = LeaseRequest(
            execution: request.id, uut: request.instance, ports: unit.ports.map(\.id), resources: request.resources,
            priority: request.priority,
            term: unit.uut.longestRun(safeState: unit.safeState) * 2 + .seconds(60) + Self.patience,
            isRecovery: request.recovers != nil)
        // Committed, so that who asked finds the run in the store.
        await spine.commit(.executionQueued(request, waitingFor: await pool.blocking(lease)))
        if isStopping {
            await run.stop(.shutdown)
            active[request.id] = nil
            spine.post(.executionCompleted(await run.neverBegan(.withdrawn)))
            return request
        }
        let job = Job(run: run, request: lease)
        waiting[request.id] = job
        newJobs.yield(job)
        return request
    }

    private func compile(_ unit: UnitToRun) async throws(RunRefusal) -> CompiledUUT {
        let key = CompiledKey(hash: unit.planHash, uut: unit.uut.id)
        if let known = compiled[key] { return known }
        let new = try await Self.compiled(unit)
        // Another hash of the plan means that the old one is not needed any more, but by runs that hold it.
        if compiled.count >= 256 { compiled = [:] }
        compiled[key] = new
        return new
    }

    /// Off the reactor: hundreds of patterns take milliseconds.
    ///
    /// - Throws: nothing for a plan that the reader has let pass, but where there is no memory for its patterns.
    @concurrent private nonisolated static func compiled(_ unit: UnitToRun) async throws(RunRefusal) -> CompiledUUT {
        do throws(CompilationError) {
            return try CompiledUUT(unit.uut, safeState: unit.safeState)
        } catch {
            throw .invalidPlan(unit.bib, errors: [error.description])
        }
    }
}

extension RunEngine: RunControl {
    public func start(_ order: RunOrder) async throws(RunRefusal) -> [ExecutionRequest] {
        if isStopping { throw .stopping }
        let units = try await directory.units(for: order)
        var compiled: [CompiledUUT] = []
        for unit in units { compiled.append(try await compile(unit)) }
        if isStopping { throw .stopping }
        var requests: [ExecutionRequest] = []
        for (unit, compiled) in zip(units, compiled) { requests.append(await queue(unit, compiled, for: order)) }
        return requests
    }

    public func abort(_ id: ExecutionID, reason: String) async throws(RunRefusal) {
        let active = try underWay(id)
        await active.run.stop(.abort(reason: reason))
        if !active.leased { await pool.withdraw(id) }
    }

    public func signal(_ id: ExecutionID) async throws(RunRefusal) {
        guard await (try underWay(id)).run.signal() else { throw .notWaitingForSignal(id) }
    }

    public func answer(_ id: ExecutionID, step: String, with answer: OperatorAnswer) async throws(RunRefusal) {
        try await (try underWay(id)).run.answer(step: step, with: answer)
    }

    private func underWay(_ id: ExecutionID) throws(RunRefusal) -> ActiveRun {
        guard let active = active[id] else { throw ended.contains(id) ? .alreadyEnded(id) : .unknownExecution(id) }
        return active
    }
}
