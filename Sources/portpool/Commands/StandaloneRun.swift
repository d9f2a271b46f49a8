import ArgumentParser
import Foundation
import RigModel
import Station
import UnixSignals

/// Runs that this process carries out itself, with no service.
///
/// What happens is queued and worked off by one task, which starts runs as well: starting a run waits for the journal,
/// and so must never be done where the journal waits, in `consume`.
actor StandaloneRun {
    private enum Input {
        case events([NumberedEvent])
        /// Time to try again what could not be started.
        case tick
        /// What a person has typed.
        case line(String)
    }

    /// For the boards that are plugged in to be found.
    private static let patience: Duration = .seconds(10)
    /// Between two tries to run a unit whose board is gone.
    private static let pause: Duration = .seconds(1)

    private let order: RunOrder
    private let isQuiet: Bool
    private let report: JUnitFile?
    private var suites: JUnitSuites?
    private var printer: RunPrinter
    private var tally: RunTally
    private var questions = QuestionDesk()
    private var isReading = false
    /// By what its runs are told to stop.
    private var cause = "Ctrl-C"
    private let inputs: AsyncStream<Input>
    private let queue: AsyncStream<Input>.Continuation

    init(_ order: RunOrder, loop: LoopCount, isQuiet: Bool, report: JUnitFile? = nil) {
        self.order = order
        self.isQuiet = isQuiet
        self.report = report
        printer = RunPrinter(names: [], isQuiet: isQuiet)
        tally = RunTally(loop: loop)
        (inputs, queue) = AsyncStream.makeStream()
    }

    /// - Returns: the verdicts of all runs.
    func run(config: String?, state: String?, plans: String?, deviceList: String?) async throws -> [Verdict] {
        do {
            var configuration = try StationConfiguration.load(file: config, state: state)
            if let plans { configuration.plansFolder = plans }
            configuration.deviceList = deviceList
            suites = JUnitSuites(station: configuration.stationID, zone: configuration.zone)
            let station = try await Station(
                configuration, version: Version.text, servesPage: false, consumers: [self])
            for notice in station.notices { Terminal.error(notice) }
            return try await station.run { station in
                try await station.waitForBoard(of: self.order.bib, patience: Self.patience)
                // Before anything is sent: from then on a signal must not end this process without STOP.
                let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
                return try await self.watch(station, signals)
            }
        } catch let error as StationError {
            Terminal.error("\(error)")
            await report?.failed("\(error)")
            throw error.isConfiguration ? ExitStatus.badPlan : ExitStatus.rigError
        } catch let refusal as RunRefusal {
            Terminal.error("\(refusal)")
            await report?.failed("\(refusal)")
            throw ExitStatus.of(refusal)
        }
    }

    private func watch(_ station: Station, _ signals: UnixSignalsSequence) async throws -> [Verdict] {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await signal in signals { await self.stop(station, on: signal) } }
            group.addTask { try await self.tick() }
            group.addTask { try await self.carryOut(station) }
            // None of the others ends before the runs do.
            try await group.next()
            group.cancelAll()
            return tally.verdicts
        }
    }

    private func tick() async throws {
        while true {
            try await Task.sleep(for: Self.pause)
            queue.yield(.tick)
        }
    }

    // MARK: Stopping

    private func stop(_ station: Station, on signal: UnixSignal) async {
        tally.isStopping = true
        // Who has pressed a key knows it by that name.
        cause = signal == .sigint ? "Ctrl-C" : "\(signal)"
        Terminal.error("stopping; STOP is being carried out")
        for id in tally.pending.keys { await abort(id, station) }
        queue.yield(.tick)
    }

    private func abort(_ id: ExecutionID, _ station: Station) async {
        do {
            try await station.runs.abort(id, reason: cause)
            station.auditor.write(.abort, by: Self.actor, target: id.rawValue, detail: cause)
        } catch {
            // It may have ended by itself just now.
            if case .alreadyEnded = error { return }
            Terminal.error("run \(id) was not told to stop: \(error)")
        }
    }

    // MARK: Working off

    private func carryOut(_ station: Station) async throws {
        let all = try await begin(station)
        printer = RunPrinter(names: all.map(\.instance), isQuiet: isQuiet)
        var coming = inputs.makeAsyncIterator()
        while !tally.isDone, let input = await coming.next() {
            switch input {
            case .events(let events): for event in events { await take(event.event, station) }
            case .tick: try await startWaitingUnits(station, includingDelayed: true)
            case .line(let line): await answer(line, station)
            }
            try await startWaitingUnits(station, includingDelayed: false)
        }
    }

    private func take(_ event: RigEvent, _ station: Station) async {
        let zone = station.zone
        switch event {
        case .executionQueued(let request, let waitingFor):
            printer.queued(API.QueuedExecution(request, waitingFor: waitingFor, zone: zone))
        case .phaseStarted(let phase): printer.phase(API.PhaseStarted(phase, zone: zone))
        case .stepCompleted(let step): printer.step(API.Step(step, zone: zone))
        case .executionCompleted(let result):
            if tally.ended(result.request.id, result.verdict, stepsDone: result.stepsDone) {
                printer.completed(API.Execution(result, zone: zone))
                if let rest = tally.rest(of: result.request.instance) {
                    Terminal.error("\(result.request.instance) \(rest)")
                }
                if let suites { await report?.ended(result, in: station, suites) }
            }
            if questions.ended(result.request.id) { ask() }
        case .operatorAsked(let question): if questions.take(API.Question(question, zone: zone)) { ask() }
        default: break
        }
    }

    // MARK: Questions

    private func ask() {
        guard let question = questions.shown else { return }
        Terminal.print(question.line)
        guard Keyboard.isThere else {
            return Terminal.error("nobody can answer: this run has no service, and its input is no terminal")
        }
        guard !isReading else { return }
        isReading = true
        let queue = queue
        Keyboard.read { queue.yield(.line($0)) }
    }

    private func answer(_ line: String, _ station: Station) async {
        switch questions.reply(to: line) {
        case .nothing: return
        case .unclear(let what): Terminal.print(what)
        case .answer(let question, let answer):
            let given = answer.text.map(OperatorAnswer.text) ?? .confirmed(answer.confirmed == true)
            do {
                try await station.runs.answer(question.executionId, step: question.step, with: given)
                station.auditor.write(
                    .answer, by: Self.actor, target: question.executionId.rawValue, detail: "step '\(question.step)'")
            } catch {
                Terminal.error("\(error)")
            }
        }
    }

    // MARK: Starting

    /// - Returns: the runs that began. Where the order was to stop meanwhile they are told at once.
    @discardableResult
    private func start(_ order: RunOrder, _ station: Station) async throws(RunRefusal) -> [ExecutionRequest] {
        let runs = try await station.runs.start(order)
        for run in runs {
            tally.began(run.id, of: run.instance)
            await report?.began(run.id, of: run.instance)
        }
        if tally.isStopping { for run in runs { await abort(run.id, station) } }
        return runs
    }

    /// What was asked for, which the audit has as it has what the API is asked for: once, however often it is repeated.
    private func begin(_ station: Station) async throws -> [ExecutionRequest] {
        let unit = order.bib.rawValue + (order.uut.map { "/\($0)" } ?? "")
        let runs: [ExecutionRequest]
        do { runs = try await start(order, station) } catch {
            station.auditor.write(.run, by: Self.actor, target: unit, .refused("\(error)"))
            throw error
        }
        let ids = runs.map(\.id.rawValue).joined(separator: ", ")
        station.auditor.write(.run, by: Self.actor, target: unit, detail: ids)
        return runs
    }

    /// This process's account.
    private static var actor: String { "\(NSUserName()) (uid \(getuid()))" }

    private func startWaitingUnits(_ station: Station, includingDelayed: Bool) async throws(RunRefusal) {
        for unit in tally.toStart(includingDelayed: includingDelayed) where !tally.isStopping {
            let again = RunOrder(bib: order.bib, uut: unit.rawValue, board: order.board, origin: "loop")
            do { try await start(again, station) } catch  where error.mayPass {
                if tally.delay(unit) { Terminal.error("\(unit) is run again as soon as it can be: \(error)") }
            }
        }
    }
}

extension StandaloneRun: EventConsumer {
    nonisolated func consume(_ events: [NumberedEvent]) async { queue.yield(.events(events)) }
}

extension RunRefusal {
    /// Whether an order that was refused with it may be carried out later: its board comes back.
    fileprivate var mayPass: Bool {
        switch self {
        case .noBoard, .unknownBoard, .missingPorts, .storeFull: true
        case .unknownBIB, .invalidPlan, .unknownUUT, .unknownExecution, .alreadyEnded, .notWaitingForSignal, .notAsking,
            .wrongAnswer, .stopping:
            false
        }
    }
}

extension ExitStatus {
    /// The code for an order that cannot be carried out.
    static func of(_ refusal: RunRefusal) -> ExitCode {
        switch refusal {
        case .invalidPlan: badPlan
        case .noBoard, .unknownBoard, .missingPorts, .storeFull, .stopping: rigError
        case .unknownBIB, .unknownUUT, .unknownExecution, .alreadyEnded, .notWaitingForSignal, .notAsking, .wrongAnswer:
            usage
        }
    }
}
