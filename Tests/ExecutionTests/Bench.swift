import Execution
import PortPool
import RigModel
import SerialIO
import Support

/// A pool, an engine and units on real ptys whose far ends the test answers.
struct Bench {
    let reactor: Reactor
    let spine = FakeSpine()
    let pool: Pool
    let engine: RunEngine
    let ptys: [PTYPair]
    let units: [UnitToRun]

    /// One unit for each plan; a plan with several ports gets as many ptys.
    init(
        _ plans: [UUTPlan], safeState: [SafeStateStep] = [], lateAnswerTime: Duration = .milliseconds(1)
    ) async throws {
        reactor = try Reactor(name: "test")
        pool = Pool(spine: spine)
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
                    safeState: safeState, planHash: "hash", ports: ports))
        }
        self.ptys = ptys
        self.units = units
        engine = RunEngine(
            pool: pool, spine: spine, directory: FixedUnits(units: units), reactor: reactor,
            clocks: Clocks { Timestamp(nanoseconds: 0) }, lateAnswerTime: lateAnswerTime)
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

    func start() async throws -> [ExecutionRequest] {
        try await engine.start(RunOrder(bib: "demo", origin: "test"))
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

    var steps: [StepRecord] {
        spine.events.compactMap { if case .stepCompleted(let record) = $0 { record } else { nil } }
    }
}

extension PTYPair {
    /// Answers lines until the far end is unplugged or `count` lines were heard; each answer is sent as it is.
    ///
    /// - Returns: the lines heard, in order.
    func answer(_ count: Int, _ replies: [String: String]) async throws -> [String] {
        var heard: [String] = []
        for _ in 0..<count {
            let line = try await readLine()
            heard.append(line)
            if let reply = replies[line] { try await write(reply) }
        }
        return heard
    }

    /// The next line that was sent, without its CR LF.
    func readLine() async throws -> String {
        var line: [UInt8] = []
        while true {
            let byte = try await read(1)[0]
            if byte == 0x0a { return String(decoding: line, as: UTF8.self) }
            if byte != 0x0d { line.append(byte) }
        }
    }
}

extension UUTPlan {
    static func demo(
        _ id: String = "unit", ports: [(String, Channel)] = [("ctl", .a)], start: [StepPlan] = [],
        test: [StepPlan], testDeadline: Duration? = nil, stop: [StepPlan] = [.command("BYE")]
    ) -> UUTPlan {
        UUTPlan(
            id: UUTID(id),
            ports: ports.map {
                PortPlan(
                    alias: $0.0, channel: $0.1, line: LineSettings(lowLatency: false), endOfLine: .crlf,
                    framing: .lines, settle: .zero)
            },
            serialFrom: nil, start: PhasePlan(steps: start), test: PhasePlan(steps: test, deadline: testDeadline),
            stop: PhasePlan(steps: stop))
    }
}

extension StepPlan {
    /// Sends a command that is answered by `OK`.
    static func command(
        _ text: String, timeout: Duration = .seconds(10), expect: String = "^OK", port: String = "ctl",
        listen: String? = nil, retries: RetryPolicy = .none, ignore: [String] = []
    ) -> StepPlan {
        StepPlan(
            id: text.lowercased(), action: .sendText(text), port: port, listen: listen ?? port, timeout: timeout,
            levels: LevelPatterns(pass: [PatternText(expect)]), retries: retries,
            ignore: ignore.map { PatternText($0) })
    }
}
