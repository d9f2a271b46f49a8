import Execution
import Glibc
import Logging
import RigModel
import SerialIO
import ServiceLifecycle

/// Raises and lowers the lines of plans: writes files and runs commands, each line in its own order, none held up by
/// another, and no run by any. Lives on the reactor, whose threads do what may block.
actor StationHooks: HookRunner, Service {
    private struct Order: Sendable {
        let line: HookLine
        let isRaised: Bool
        let request: ExecutionRequest
        let output: HookOutput
    }

    private nonisolated let reactor: Reactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }
    private let spine: any EventSpine
    private let clocks: Clocks
    private let logger: Logger
    private nonisolated let orders: AsyncStream<Order>
    private nonisolated let give: AsyncStream<Order>.Continuation
    private var lines = HookLines()
    private var queues: [HookOutput.Target: HookQueue] = [:]
    /// Calls that have not come back from the kernel: no more is begun on such a line.
    private var stuck: Set<HookOutput.Target> = []

    init(on reactor: Reactor, spine: any EventSpine, clocks: Clocks, logger: Logger) {
        self.reactor = reactor
        self.spine = spine
        self.clocks = clocks
        self.logger = logger
        (orders, give) = AsyncStream.makeStream()
    }

    nonisolated func set(_ line: HookLine, to isRaised: Bool, for request: ExecutionRequest, _ hooks: Hooks) {
        guard let output = hooks.output(line) else { return }
        give.yield(Order(line: line, isRaised: isRaised, request: request, output: output))
    }

    /// Works until the service is shut down; then all that was asked for is done, and what is up is lowered.
    func run() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await order in orders {
                    guard let change = lines.set(order.line, to: order.isRaised, for: order.request, order.output)
                    else { continue }
                    put(change, in: &group)
                }
                for change in lines.lowerAll() { put(change, in: &group) }
            }
        } onGracefulShutdown: {
            self.give.finish()
        }
    }

    private func put(_ change: HookLines.Change, in group: inout DiscardingTaskGroup) {
        let target = change.output.target
        queues[target, default: HookQueue()].put(change)
        guard queues[target]?.isWorkedOff == false else { return }
        queues[target]?.isWorkedOff = true
        group.addTask { await self.workOff(target) }
    }

    private func workOff(_ target: HookOutput.Target) async {
        while let change = queues[target]?.next() {
            await carryOut(change)
            guard change.isRaised, let pulse = change.output.pulse else { continue }
            _ = await reactor.sleep(until: .now + pulse)
            await carryOut(
                HookLines.Change(output: change.output, isRaised: false, line: change.line, request: change.request))
        }
        queues[target] = nil
    }

    // MARK: Doing it

    private func carryOut(_ change: HookLines.Change) async {
        let target = change.output.target
        guard !stuck.contains(target) else { return note(change, "is still stuck in an earlier call") }
        let deadline = ContinuousClock.now + change.output.deadline
        switch target {
        case .file(let path):
            let isRaised = change.isRaised
            stuck.insert(target)
            let outcome = await reactor.offload(
                until: deadline, abandoned: { _ in self.cameBack(target) },
                { Done(trouble: HookFile.write(isRaised, to: path)) })
            guard let outcome else { return note(change, "\(path): not written within \(change.output.deadline)") }
            stuck.remove(target)
            if let trouble = outcome.trouble { note(change, trouble) }
        case .command(let on, let off):
            guard let command = change.isRaised ? on : off else { return }
            await run(command, for: change, until: deadline)
        }
    }

    private struct Done: Sendable { let trouble: String? }

    private nonisolated func cameBack(_ target: HookOutput.Target) {
        Task { await self.release(target) }
    }
    private func release(_ target: HookOutput.Target) { stuck.remove(target) }

    private func run(_ command: [String], for change: HookLines.Change, until deadline: ContinuousClock.Instant) async {
        let request = change.request
        let environment = [
            "PORTPOOL_HOOK": change.line.rawValue, "PORTPOOL_LEVEL": change.isRaised ? "1" : "0",
            "PORTPOOL_BIB": request.bib.rawValue, "PORTPOOL_UUT": request.instance.rawValue,
            "PORTPOOL_EXECUTION": request.id.rawValue,
        ]
        let pid: pid_t
        switch HookCommand.start(command, environment: environment) {
        case .success(let started): pid = started
        case .failure(let trouble): return note(change, "\(trouble)")
        }
        let isOver = await reactor.offload(until: deadline) {
            HookCommand.waitForEnd(of: pid)
            return true
        }
        if isOver == nil {
            HookCommand.kill(pid)
            note(change, "'\(command[0])' was ended: it took longer than \(change.output.deadline)")
            // A process that is killed goes at once, but for one that the kernel holds.
            _ = await reactor.offload(until: .now + .seconds(1), abandoned: { _ in }) {
                _ = HookCommand.reap(pid)
                return true
            }
        } else if let trouble = HookCommand.reap(pid) {
            note(change, "'\(command[0])': \(trouble)")
        }
    }

    /// In the run's log and the service's; the run itself goes on.
    private func note(_ change: HookLines.Change, _ trouble: String) {
        let request = change.request
        let text = "hook \(change.line.rawValue) was not \(change.isRaised ? "raised" : "lowered"): \(trouble)"
        logger.warning("\(text)", metadata: ["bib": "\(request.bib)", "execution": "\(request.id)"])
        let now = clocks.wall
        spine.post(
            .logLine(
                LogLine(
                    execution: request.id, bib: request.bib, instance: request.instance, at: now,
                    elapsed: max(.zero, request.requestedAt.duration(to: now)), severity: .warning, phase: nil,
                    step: nil, content: .note(text))))
    }
}
