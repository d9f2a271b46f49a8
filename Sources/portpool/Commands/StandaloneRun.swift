import ArgumentParser
import RigModel
import Station
import UnixSignals

/// Runs that this process carries out itself, with no service.
actor StandaloneRun {
    /// For the boards that are plugged in to be found.
    private static let patience: Duration = .seconds(10)

    private let order: RunOrder
    private let loop: LoopCount
    private let isQuiet: Bool
    private var printer = RunPrinter(names: [], isQuiet: true)
    private var station: Station?
    /// What happened before the runs were known.
    private var early: [RigEvent] = []
    private var pending: [ExecutionID: UUTInstanceID] = [:]
    private var runs: [UUTInstanceID: Int] = [:]
    private var verdicts: [Verdict] = []
    private var isStopping = false
    private let finished: AsyncStream<Void>
    private let finish: AsyncStream<Void>.Continuation

    init(_ order: RunOrder, loop: LoopCount, isQuiet: Bool) {
        self.order = order
        self.loop = loop
        self.isQuiet = isQuiet
        (finished, finish) = AsyncStream.makeStream()
    }

    /// - Returns: the verdicts of all runs.
    func run(config: String?, state: String?, plans: String?) async throws -> [Verdict] {
        do {
            var configuration = try StationConfiguration.load(file: config, state: state)
            if let plans { configuration.plansFolder = plans }
            let station = try await Station(
                configuration, version: Version.text, servesPage: false, consumers: [self])
            for notice in station.notices { Terminal.error(notice) }
            return try await station.run { station in
                try await station.waitForBoard(of: self.order.bib, patience: Self.patience)
                // Before anything is sent: from then on a signal must not end this process without STOP.
                let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
                try await self.begin(station)
                await self.watch(station, signals)
                return await self.verdicts
            }
        } catch let error as StationError {
            Terminal.error("\(error)")
            throw error.isConfiguration ? ExitStatus.badPlan : ExitStatus.rigError
        } catch let refusal as RunRefusal {
            Terminal.error("\(refusal)")
            throw ExitStatus.of(refusal)
        }
    }

    private func begin(_ station: Station) async throws {
        let requests = try await station.runs.start(order)
        printer = RunPrinter(names: requests.map(\.instance), isQuiet: isQuiet)
        for request in requests {
            pending[request.id] = request.instance
            runs[request.instance, default: 0] += 1
        }
        self.station = station
        for event in early { await take(event, station.zone) }
        early = []
    }

    private func watch(_ station: Station, _ signals: UnixSignalsSequence) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in signals { await self.stop(station) } }
            group.addTask { for await _ in self.finished { return } }
            if pending.isEmpty { finish.finish() }
            // The signals never end by themselves.
            await group.next()
            group.cancelAll()
        }
    }

    private func stop(_ station: Station) async {
        isStopping = true
        Terminal.error("stopping; STOP is being carried out")
        for id in pending.keys { try? await station.runs.abort(id, reason: "Ctrl-C") }
    }

    private func take(_ event: RigEvent, _ zone: StationZone) async {
        switch event {
        case .phaseStarted(let phase): printer.phase(API.PhaseStarted(phase, zone: zone))
        case .stepCompleted(let step): printer.step(API.Step(step, zone: zone))
        case .executionCompleted(let result): await completed(result, zone)
        default: break
        }
    }

    private func completed(_ result: ExecutionResult, _ zone: StationZone) async {
        guard pending.removeValue(forKey: result.request.id) != nil else { return }
        printer.completed(API.Execution(result, zone: zone))
        verdicts.append(result.verdict)
        if verdicts.count > 1_000 { verdicts = Array(Set(verdicts)) }
        let unit = result.request.instance
        if !isStopping, loop.goesOn(after: runs[unit] ?? 0), let station {
            do {
                let again = RunOrder(bib: order.bib, uut: unit.rawValue, board: order.board, origin: "loop")
                for request in try await station.runs.start(again) {
                    pending[request.id] = request.instance
                    runs[unit, default: 0] += 1
                }
            } catch {
                Terminal.error("\(unit) is not run again: \(error)")
            }
        }
        if pending.isEmpty { finish.finish() }
    }
}

extension StandaloneRun: EventConsumer {
    func consume(_ events: [NumberedEvent]) async {
        for event in events {
            if let station { await take(event.event, station.zone) } else { early.append(event.event) }
        }
    }
}

extension ExitStatus {
    /// The code for an order that cannot be carried out.
    static func of(_ refusal: RunRefusal) -> ExitCode {
        switch refusal {
        case .invalidPlan: badPlan
        case .noBoard, .unknownBoard, .stopping: rigError
        case .unknownBIB, .unknownUUT, .unknownExecution, .alreadyEnded: usage
        }
    }
}
