internal import Locking
internal import RigModel

/// What waits for the log writer, in a bounded memory.
///
/// Lines give way when the disk is too slow, DEBUG first; what happened to a run as a whole never does. In place of lines
/// stands how many there were.
final class LogIntake: Sendable {
    enum Item: Sendable {
        case event(RigEvent)
        case lost(ExecutionID, Int)
    }

    fileprivate struct State: Sendable {
        var items: [Item] = []
        var gates: [Gate] = []
        var bytes = 0
        /// Where the count of a run's lost lines stands, as long as nothing of that run follows it.
        var losses: [ExecutionID: Int] = [:]
        var isWriterActive = false
        /// Somebody waited in vain for the writer that is active.
        var isOverdue = false
        var dropped = 0
    }

    private let state = Lock(State())
    private let limit: Int

    /// - Parameter limit: bytes of lines that may wait.
    init(limit: Int) { self.limit = limit }

    /// Lines that were not taken in, ever.
    var dropped: Int { state.withLock(\.dropped) }
    /// Whether it is no use to wait.
    var isOverdue: Bool { state.withLock(\.isOverdue) }

    /// Whether lines come faster than they are written, so that who brings them should wait.
    var isFilling: Bool { state.withLock { $0.bytes > limit / 4 } }

    /// - Parameter gate: opened when the events are written.
    /// - Returns: whether the caller is to start the writer.
    func put(_ events: [NumberedEvent], gate: Gate?) -> Bool {
        state.withLock { state in
            for event in events { state.put(event.event, limit: limit) }
            if let gate { state.gates.append(gate) }
            defer { state.isWriterActive = true }
            return !state.isWriterActive
        }
    }

    /// What waits; nil when there is nothing, and the writer ends.
    func take() -> (items: [Item], gates: [Gate])? {
        state.withLock { state in
            guard !state.items.isEmpty || !state.gates.isEmpty else {
                state.isWriterActive = false
                state.isOverdue = false
                return nil
            }
            defer {
                state.items = []
                state.gates = []
                state.bytes = 0
                state.losses = [:]
            }
            return (state.items, state.gates)
        }
    }

    func giveUpWaiting() {
        state.withLock { if $0.isWriterActive { $0.isOverdue = true } }
    }
}

extension LogIntake.State {
    fileprivate mutating func put(_ event: RigEvent, limit: Int) {
        switch event {
        case .logLine(let line):
            guard bytes < (line.severity == .debug ? limit / 2 : limit) else {
                lose(line.execution)
                return
            }
            bytes += line.footprint
            losses[line.execution] = nil
        case .executionStarted(let request, _): losses[request.id] = nil
        case .phaseStarted(let start): losses[start.execution] = nil
        case .stepCompleted(let step): losses[step.execution] = nil
        case .executionCompleted(let result): losses[result.request.id] = nil
        case .serviceStatusChanged, .portStatusChanged, .portForgotten, .planChanged, .executionQueued, .leaseChanged,
            .quarantineChanged, .operatorAsked, .alertChanged, .audited:
            return
        }
        items.append(.event(event))
    }

    private mutating func lose(_ run: ExecutionID) {
        dropped += 1
        if let index = losses[run], case .lost(_, let count) = items[index] {
            items[index] = .lost(run, count + 1)
        } else {
            losses[run] = items.count
            items.append(.lost(run, 1))
        }
    }
}

extension LogLine {
    /// Memory that the line takes, about.
    fileprivate var footprint: Int {
        switch content {
        case .sent(let bytes, _), .received(let bytes, _), .discarded(let bytes, _): 256 + bytes.count
        case .note(let text): 256 + text.utf8.count
        }
    }
}
