import APIClient
import Foundation
import RigModel
import UnixSignals

/// Runs that a service carries out and this process watches.
///
/// What comes from the service and from the clock is queued and worked off by one task, which starts runs as well:
/// no event of a run is looked at before the answer that names the run.
actor WatchedRun {
    private enum Input {
        case event(ServerEvent)
        /// The stream was cut: what ended meanwhile may never be told.
        case cut
        /// Time to try again what could not be started.
        case tick
        /// What a person has typed.
        case line(String)
    }

    /// Between two tries to run a unit whose board is gone, or to reach a service that is starting anew.
    private static let pause: Duration = .seconds(1)

    private let client: APIClient
    private let order: RunOrder
    private let isQuiet: Bool
    /// For a service that does not answer at all to come back.
    private let patience: Duration
    private let report: JUnitFile?
    private var printer: RunPrinter
    private var tally: RunTally
    private var questions = QuestionDesk()
    private var isReading = false
    /// One for each run that is asked for again: where the answer was lost, the service starts no second run.
    private var keys: [UUTInstanceID: String] = [:]
    /// The last run of each unit: the next one of the loop belongs to the same order.
    private var last: [UUTInstanceID: ExecutionID] = [:]
    private var position = ""
    private let inputs: AsyncStream<Input>
    private let queue: AsyncStream<Input>.Continuation

    init(
        _ client: APIClient, _ order: RunOrder, loop: LoopCount, isQuiet: Bool, patience: Duration,
        report: JUnitFile? = nil
    ) {
        self.client = client
        self.order = order
        self.isQuiet = isQuiet
        self.patience = patience
        self.report = report
        printer = RunPrinter(names: [], isQuiet: isQuiet)
        tally = RunTally(loop: loop)
        (inputs, queue) = AsyncStream.makeStream()
    }

    /// - Returns: the verdicts of all runs. Ctrl-C and SIGTERM abort them first.
    func run() async throws -> [Verdict] {
        // Before the order: a signal that comes right behind it still aborts the runs.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        // Events strictly after this position are all the events of the runs that are asked for next.
        position = try await client.snapshot().position
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.heed(signals) }
            group.addTask { try await self.follow() }
            group.addTask { try await self.tick() }
            group.addTask { try await self.carryOut() }
            // None of the others ends before the runs do, save by an error.
            try await group.next()
            group.cancelAll()
            return tally.verdicts
        }
    }

    // MARK: Stopping

    private func heed(_ signals: UnixSignalsSequence) async {
        await withDiscardingTaskGroup { group in
            // Apart from each other: the second does not wait until the service has answered the first.
            for await _ in signals { group.addTask { await self.stop() } }
        }
    }

    private func stop() async {
        if tally.isStopping { Foundation.exit(3) }
        tally.isStopping = true
        Terminal.error("stopping; STOP is being carried out (Ctrl-C again leaves without waiting for it)")
        for id in tally.pending.keys { await abort(id) }
        queue.yield(.tick)
    }

    private func abort(_ id: ExecutionID) async {
        do { try await client.abort(id) } catch {
            // It may have ended by itself just now.
            if case .problem(let problem) = error, problem.status == 409 { return }
            Terminal.error("run \(id) was not told to stop: \(error)")
        }
    }

    // MARK: Watching

    /// Reads events for ever; after a cut it goes on where it was.
    private func follow() async throws {
        var answered = ContinuousClock.now
        while true {
            do {
                try await client.events(query: [("after", position), ("topics", "executions,phases,steps")]) { event in
                    await self.arrived(event)
                }
                answered = .now
            } catch APIClientError.lost {
                answered = .now
            } catch APIClientError.unreachable(let address, let reason) {
                if answered.duration(to: .now) > patience {
                    throw APIClientError.unreachable(address, reason: reason)
                }
            }
            queue.yield(.cut)
            try await Task.sleep(for: Self.pause)
        }
    }

    /// - Returns: whether the stream has more to say.
    private func arrived(_ event: ServerEvent) -> Bool {
        if let id = event.id { position = id }
        queue.yield(.event(event))
        return event.name != "reset" && event.name != "bye"
    }

    private func tick() async throws {
        while true {
            try await Task.sleep(for: Self.pause)
            queue.yield(.tick)
        }
    }

    // MARK: Working off

    private func carryOut() async throws {
        let all = try await start(uut: order.uut, board: order.board, key: nil)
        printer = RunPrinter(names: all.map(\.uutId), isQuiet: isQuiet)
        var coming = inputs.makeAsyncIterator()
        while !tally.isDone, let input = await coming.next() {
            switch input {
            case .event(let event): try await take(event)
            case .cut: try await catchUp()
            case .tick: try await startWaitingUnits(includingDelayed: true)
            case .line(let line): await answer(line)
            }
            try await startWaitingUnits(includingDelayed: false)
        }
    }

    private func take(_ event: ServerEvent) async throws {
        switch event.name {
        case "ExecutionQueued":
            let run = try APIClient.decode(API.QueuedExecution.self, event)
            if tally.pending[run.executionId] != nil { printer.queued(run) }
        case "PhaseStarted":
            let phase = try APIClient.decode(API.PhaseStarted.self, event)
            if tally.pending[phase.executionId] != nil { printer.phase(phase) }
        case "StepCompleted":
            let step = try APIClient.decode(API.Step.self, event)
            if tally.pending[step.executionId] != nil { printer.step(step) }
        case "OperatorAsked":
            let question = try APIClient.decode(API.Question.self, event)
            if tally.pending[question.executionId] != nil, questions.take(question) { ask() }
        case "ExecutionCompleted": await completed(try APIClient.decode(API.Execution.self, event))
        default: break
        }
    }

    /// Looks at each run itself: what ended while nobody listened is not told again.
    private func catchUp() async throws {
        for id in tally.pending.keys {
            do {
                if let result = try await client.execution(id).result { await completed(result) }
            } catch APIClientError.unreachable, APIClientError.lost { return }
        }
    }

    private func completed(_ run: API.Execution) async {
        if tally.ended(run.executionId, run.verdict, stepsDone: run.stepsDone) {
            printer.completed(run)
            if let rest = tally.rest(of: run.uutId) { Terminal.error("\(run.uutId) \(rest)") }
            await report?.ended(run, at: client)
        }
        if questions.ended(run.executionId) { ask() }
    }

    // MARK: Questions

    private func ask() {
        guard let question = questions.shown else { return }
        Terminal.print(question.line)
        guard Keyboard.isThere else { return Terminal.error(question.howToAnswer) }
        guard !isReading else { return }
        isReading = true
        let queue = queue
        Keyboard.read { queue.yield(.line($0)) }
    }

    private func answer(_ line: String) async {
        switch questions.reply(to: line) {
        case .nothing: return
        case .unclear(let what): Terminal.print(what)
        case .answer(let question, let answer):
            do { try await client.answer(question.executionId, answer) } catch { Terminal.error("\(error)") }
        }
    }

    // MARK: Starting

    /// - Returns: the runs that began. Where the order was to stop meanwhile they are told at once.
    @discardableResult
    private func start(
        uut: String?, board: BoardID?, key: String?
    ) async throws(APIClientError) -> [API.StartedExecution] {
        let runs = try await client.start(
            API.StartExecution(
                bibId: order.bib, uutId: uut, boardId: board, repeats: uut.flatMap { last[UUTInstanceID($0)] }),
            key: key
        ).executions
        for run in runs {
            tally.began(run.executionId, of: run.uutId)
            last[run.uutId] = run.executionId
            await report?.began(run.executionId, of: run.uutId)
        }
        if tally.isStopping { for run in runs { await abort(run.executionId) } }
        return runs
    }

    private func startWaitingUnits(includingDelayed: Bool) async throws(APIClientError) {
        for unit in tally.toStart(includingDelayed: includingDelayed) where !tally.isStopping {
            let key = keys[unit] ?? UUID().uuidString
            keys[unit] = key
            do {
                try await start(uut: unit.rawValue, board: order.board, key: key)
                keys[unit] = nil
            } catch  where mayPass(error) {
                if tally.delay(unit) { Terminal.error("\(unit) is run again as soon as it can be: \(error)") }
            }
        }
    }

    /// Whether an order that was carried out before may be again: its board comes back, or the service does.
    private func mayPass(_ error: APIClientError) -> Bool {
        switch error {
        case .unreachable, .lost: true
        case .problem(let problem):
            switch problem.status {
            // No board, or a service that is stopping.
            case 409: problem.type != RunRefusal.invalidPlanType
            case 503: true
            // The board that was named is away, and another is there.
            case 422: problem.type == RunRefusal.unknownBoardType
            default: false
            }
        case .unintelligible: false
        }
    }
}
