import APIClient
import Foundation
import RigModel
import UnixSignals

/// Runs that a service carries out and this process watches.
actor WatchedRun {
    /// Between two tries to run a unit whose board is gone, or to reach a service that is starting anew.
    private static let pause: Duration = .seconds(1)

    private let client: APIClient
    private let order: RunOrder
    private let loop: LoopCount
    private var printer: RunPrinter
    /// Runs that go on, by id.
    private var pending: [ExecutionID: UUTInstanceID] = [:]
    private var runs: [UUTInstanceID: Int] = [:]
    /// Units that could not be run again yet.
    private var toRepeat: [UUTInstanceID] = []
    private var verdicts: [Verdict] = []
    private var position = ""
    private var isStopping = false
    private let isQuiet: Bool

    init(_ client: APIClient, _ order: RunOrder, loop: LoopCount, isQuiet: Bool) {
        self.client = client
        self.order = order
        self.loop = loop
        self.isQuiet = isQuiet
        printer = RunPrinter(names: [], isQuiet: isQuiet)
    }

    /// - Returns: the verdicts of all runs. Ctrl-C and SIGTERM abort them first.
    func run() async throws -> [Verdict] {
        // Before the order: a signal that comes right behind it still aborts the runs.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        // Events strictly after this position are all the events of the runs that are asked for next.
        position = try await client.snapshot().position
        let started = try await client.start(
            API.StartExecution(bibId: order.bib, uutId: order.uut, boardId: order.board))
        printer = RunPrinter(names: started.executions.map(\.uutId), isQuiet: isQuiet)
        for run in started.executions { began(run) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in signals { await self.stop() } }
            group.addTask { try await self.follow() }
            group.addTask { try await self.repeatUnits() }
            // The signals never end by themselves; the first of the others to end is the watching.
            while try await group.next() != nil, !isDone {}
            group.cancelAll()
            return verdicts
        }
    }

    private var isDone: Bool { pending.isEmpty && (toRepeat.isEmpty || isStopping) }

    private func began(_ run: API.QueuedExecution) {
        pending[run.executionId] = run.uutId
        runs[run.uutId, default: 0] += 1
        printer.queued(run)
    }

    private func stop() async {
        if isStopping { Foundation.exit(3) }
        isStopping = true
        Terminal.error("stopping; STOP is being carried out (Ctrl-C again leaves without waiting for it)")
        for id in pending.keys { try? await client.abort(id) }
    }

    // MARK: Watching

    /// Reads events until all runs have ended; after a cut it goes on where it was.
    private func follow() async throws {
        while !isDone {
            do {
                try await client.events(query: [("after", position), ("topics", "executions,phases,steps")]) { event in
                    try await self.take(event)
                }
            } catch APIClientError.lost, APIClientError.unreachable {
                try await Task.sleep(for: Self.pause)
            }
            try await catchUp()
        }
    }

    private func take(_ event: ServerEvent) async throws -> Bool {
        if let id = event.id { position = id }
        switch event.name {
        case "PhaseStarted":
            let phase = try APIClient.decode(API.PhaseStarted.self, event)
            if pending[phase.executionId] != nil { printer.phase(phase) }
        case "StepCompleted":
            let step = try APIClient.decode(API.Step.self, event)
            if pending[step.executionId] != nil { printer.step(step) }
        case "ExecutionCompleted": await completed(try APIClient.decode(API.Execution.self, event))
        case "reset", "bye": return false
        default: break
        }
        return !isDone
    }

    /// Looks at each run itself: what ended while nobody listened is not told again.
    private func catchUp() async throws {
        for id in pending.keys {
            do {
                if let result = try await client.execution(id).result { await completed(result) }
            } catch APIClientError.unreachable, APIClientError.lost { return }
        }
    }

    private func completed(_ run: API.Execution) async {
        guard pending.removeValue(forKey: run.executionId) != nil else { return }
        printer.completed(run)
        verdicts.append(run.verdict)
        // A loop that goes on for days need not remember each verdict, only each kind.
        if verdicts.count > 1_000 { verdicts = Array(Set(verdicts)) }
        guard !isStopping, loop.goesOn(after: runs[run.uutId] ?? 0) else { return }
        toRepeat.append(run.uutId)
        await startWaitingUnits()
    }

    // MARK: Loop

    /// Units whose board was away are tried again until it is back.
    private func repeatUnits() async throws {
        while !isDone {
            try await Task.sleep(for: Self.pause)
            await startWaitingUnits()
        }
    }

    private func startWaitingUnits() async {
        for unit in toRepeat where !isStopping {
            guard toRepeat.contains(unit) else { continue }
            toRepeat.removeAll { $0 == unit }
            do {
                let started = try await client.start(
                    API.StartExecution(bibId: order.bib, uutId: unit.rawValue, boardId: order.board))
                for run in started.executions { began(run) }
            } catch {
                toRepeat.append(unit)
            }
        }
    }
}
