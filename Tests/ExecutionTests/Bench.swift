import Execution
import PortPool
import RigModel
import SerialIO
import Support

/// A pool, an engine and units on real ptys whose far ends the test answers.
struct Bench {
    let reactor: Reactor
    let spine = FakeSpine()
    let hookRunner = FakeHooks()
    let pool: Pool
    let engine: RunEngine
    let ptys: [PTYPair]
    let units: [UnitToRun]

    /// One unit for each plan; a plan with several ports gets as many ptys.
    init(
        _ plans: [UUTPlan], safeState: [SafeStateStep] = [], hooks: Hooks = Hooks(),
        lateAnswerTime: Duration = .milliseconds(1), parallelRuns: Int = 64,
        hasRoom: @escaping @Sendable () -> Bool = { true }, countErrors: @escaping LineErrors.Reader = LineErrors.driver
    ) async throws {
        reactor = try Reactor(name: "test", countErrors: countErrors)
        pool = Pool(on: reactor, spine: spine, clocks: Clocks { Timestamp(nanoseconds: 0) })
        var ptys: [PTYPair] = []
        var units: [UnitToRun] = []
        for (index, plan) in plans.enumerated() {
            var ports: [DiscoveredPort] = []
            for port in plan.ports {
                let pty = try await PTYPair(on: reactor)
                ptys.append(pty)
                let board = BoardID("FT\(index)")
                ports.append(
                    DiscoveredPort(
                        id: PortID(board: board, channel: port.channel), board: board, channel: port.channel,
                        vendorID: "0403", productID: "6011", serial: "FT\(index)", product: "demo", chip: .ft4232h,
                        devicePath: pty.path, usbPath: "1-\(index)", incarnation: 1, degraded: nil))
            }
            for port in ports { await pool.appeared(port, matching: .matched("demo")) }
            units.append(
                UnitToRun(
                    bib: "demo", instance: UUTInstanceID(plan.id.rawValue), board: ports[0].board, uut: plan,
                    safeState: safeState, hooks: hooks, planHash: "hash", ports: ports))
        }
        self.ptys = ptys
        self.units = units
        engine = RunEngine(
            pool: pool, spine: spine, directory: FixedUnits(units: units), hooks: hookRunner, reactor: reactor,
            clocks: Clocks { Timestamp(nanoseconds: 0) }, lateAnswerTime: lateAnswerTime, parallelRuns: parallelRuns,
            hasRoom: hasRoom)
    }

    struct FixedUnits: UnitDirectory {
        let units: [UnitToRun]
        func units(for order: RunOrder) async throws(RunRefusal) -> [UnitToRun] {
            units.filter { order.uut == nil || $0.instance.rawValue == order.uut }
        }
    }

    /// Runs the engine while `body` does its work, then ends it. Both are on the reactor's thread: in those of the default
    /// pool they would wait for hundreds of other tests.
    func run<Result: Sendable>(_ body: @Sendable @escaping () async throws -> Result) async throws -> Result {
        let engine = engine
        let result = try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask(executorPreference: reactor) {
                await engine.run()
                return nil
            }
            group.addTask(executorPreference: reactor) { try await body() }
            var result: Result?
            while let next = try await group.next() {
                if let next {
                    result = next
                    await engine.stopAll(.shutdown)
                }
            }
            return result
        }
        reactor.shutdown()
        guard let result else { throw Missing(what: "the body's result") }
        return result
    }

    struct Missing: Error {
        let what: String
    }

    func start(_ uut: String? = nil, priority: Int = 0) async throws -> [ExecutionRequest] {
        try await engine.start(RunOrder(bib: "demo", uut: uut, origin: "test", priority: priority))
    }

    /// Waits for the result of a run.
    func result(_ id: ExecutionID, within patience: Duration = .seconds(20)) async throws -> ExecutionResult {
        try await wait(for: "the end of \(id)", within: patience) {
            for event in spine.events {
                if case .executionCompleted(let result) = event, result.request.id == id { return result }
            }
            return nil
        }
    }

    /// Looks again and again, a few milliseconds apart, until there is something.
    func wait<Value: Sendable>(
        for what: String, within patience: Duration = .seconds(20), _ look: () async -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if let value = await look() { return value }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw Missing(what: what)
    }

    /// Waits for a line of a run's log.
    func log(_ what: String, _ fits: (LogLine.Content) -> Bool) async throws {
        _ = try await wait(for: what) {
            spine.events.contains { event in
                if case .logLine(let line) = event { fits(line.content) } else { false }
            } ? true : nil
        }
    }

    /// Waits for a question that is open.
    func question(_ step: String) async throws -> OperatorQuestion {
        try await wait(for: "the question of '\(step)'") {
            for case .operatorAsked(let question) in spine.events where question.step == step && question.isOpen {
                return question
            }
            return nil
        }
    }

    var steps: [StepRecord] {
        spine.events.compactMap { if case .stepCompleted(let record) = $0 { record } else { nil } }
    }
}
