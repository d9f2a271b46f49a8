import Logging
import RigModel
import SerialIO
import ServiceLifecycle

/// Looks at the signal file of a plan while a loop of it waits for a signal, and passes the signal on.
actor SignalInputs: Service, EventConsumer {
    private nonisolated let reactor: Reactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }
    private let logger: Logger
    private nonisolated let inputs: AsyncStream<NumberedEvent>
    private nonisolated let give: AsyncStream<NumberedEvent>.Continuation
    /// Runs that go on.
    private var requests: [ExecutionID: ExecutionRequest] = [:]
    /// Runs in TEST whose file is looked at.
    private var listening: Set<ExecutionID> = []

    /// For a file that answers slowly.
    private static let patience: Duration = .seconds(1)

    init(on reactor: Reactor, logger: Logger) {
        self.reactor = reactor
        self.logger = logger
        (inputs, give) = AsyncStream.makeStream()
    }

    nonisolated func consume(_ events: [NumberedEvent]) async {
        for event in events {
            switch event.event {
            case .executionStarted, .phaseStarted, .executionCompleted: give.yield(event)
            default: continue
            }
        }
    }

    private var runs: (any RunControl)?
    private var boards: StationBoards?

    /// Called once, before `run`: both are made of what feeds this.
    func attach(_ runs: any RunControl, _ boards: StationBoards) {
        self.runs = runs
        self.boards = boards
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for await input in self.inputs {
                    guard let (run, input) = await self.take(input.event) else { continue }
                    group.addTask { await self.look(at: input, for: run) }
                }
            }
        }
    }

    /// - Returns: the run whose file is to be looked at from now on.
    private func take(_ event: RigEvent) async -> (ExecutionID, HookInput)? {
        switch event {
        case .executionStarted(let request, _): requests[request.id] = request
        case .executionCompleted(let result):
            requests[result.request.id] = nil
            listening.remove(result.request.id)
        case .phaseStarted(let start):
            guard start.phase == .test else {
                listening.remove(start.execution)
                return nil
            }
            guard let request = requests[start.execution], !listening.contains(request.id),
                let plan = await boards?.plan(hash: request.planHash), let input = plan.hooks.signal,
                plan.uuts.first(where: { $0.id == request.uut })?.test.loop == .untilSignal
            else { return nil }
            listening.insert(request.id)
            return (request.id, input)
        default: break
        }
        return nil
    }

    private func look(at input: HookInput, for run: ExecutionID) async {
        var isNoted = false
        while listening.contains(run), !Task.isCancelled {
            let file = input.file
            let level = await reactor.offload(until: .now + Self.patience) { HookFile.isRaised(file) }
            switch level {
            case .success(true)?:
                // Where it is refused the loop is over, or the run.
                try? await runs?.signal(run)
                listening.remove(run)
                return
            case .success(false)?: break
            case .failure(let trouble)?:
                if !isNoted { logger.warning("the signal of run \(run) is not heard: \(trouble)") }
                isNoted = true
            case nil:
                if !isNoted { logger.warning("the signal of run \(run) is not heard: \(file) does not answer") }
                isNoted = true
            }
            _ = await reactor.sleep(until: .now + input.every)
        }
    }
}
