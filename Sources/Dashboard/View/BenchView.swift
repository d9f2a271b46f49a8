internal import RigModel

/// What the station looks like after the events so far. Pure: folds events, does no I/O and has no clock.
struct BenchView: Sendable {
    /// Finished runs that are kept for the page; older ones are asked of the store.
    static let recentLimit = 50
    static let logTailLimit = 200
    /// Good runs of a unit whose median predicts the next one.
    static let durationLimit = 9

    /// Of the last event that is in the view; 0 before the first.
    private(set) var sequence: UInt64 = 0
    /// nil until the service has said how it is.
    private(set) var status: ServiceStatus?
    private(set) var ports: [PortID: PortSnapshot] = [:]
    private(set) var queued: [ExecutionID: QueuedRun] = [:]
    private(set) var active: [ExecutionID: RunProgress] = [:]
    /// That wait or are held.
    private(set) var leases: [LeaseID: LeaseRecord] = [:]
    /// That are open.
    private(set) var alerts: [AlertID: Alert] = [:]
    /// That are open; a run asks one at a time.
    private(set) var questions: [ExecutionID: OperatorQuestion] = [:]
    private(set) var lastResults: [UnitKey: ExecutionResult] = [:]
    /// Newest first.
    private(set) var recent: [ExecutionResult] = []
    /// Oldest first.
    private(set) var logTail: [LogLine] = []
    /// Of the last good runs of a unit, oldest first.
    private var durations: [UnitKey: [Duration]] = [:]

    /// A run that waits for its ports.
    struct QueuedRun: Sendable, Hashable {
        var request: ExecutionRequest
        var waitingFor: [String]
    }

    /// Takes in runs of earlier times, newest first, as the store lists them.
    mutating func seed(_ results: [ExecutionResult]) {
        let known = Set(recent.map(\.request.id))
        for result in results.reversed() where !known.contains(result.request.id) { remember(result) }
        recent.sort { $0.endedAt > $1.endedAt }
    }

    mutating func fold(_ event: NumberedEvent) {
        sequence = event.sequence
        switch event.event {
        case .serviceStatusChanged(let status): self.status = status
        case .portStatusChanged(let port): ports[port.port.id] = port
        case .portForgotten(let id): ports[id] = nil
        case .planChanged, .quarantineChanged, .audited: break
        case .alertChanged(let alert): alerts[alert.id] = alert.isOpen ? alert : nil
        case .leaseChanged(let lease):
            if case .ended = lease.state { leases[lease.id] = nil } else { leases[lease.id] = lease }
        case .operatorAsked(let question): questions[question.execution] = question.isOpen ? question : nil
        case .executionQueued(let request, let waitingFor):
            queued[request.id] = QueuedRun(request: request, waitingFor: waitingFor)
        case .executionStarted(let request, let at):
            queued[request.id] = nil
            active[request.id] = RunProgress(request: request, startedAt: at)
        case .phaseStarted(let start): active[start.execution]?.enter(start)
        case .stepCompleted(let step): active[step.execution]?.complete(step)
        case .executionCompleted(let result):
            queued[result.request.id] = nil
            active[result.request.id] = nil
            questions[result.request.id] = nil
            remember(result)
        case .logLine(let line):
            logTail.append(line)
            // Trimmed in steps, so that a line costs no shift of the whole tail.
            if logTail.count >= 2 * Self.logTailLimit { logTail.removeFirst(logTail.count - Self.logTailLimit) }
        }
    }

    /// The ports of a run that waits or goes on; empty for any other.
    func ports(of execution: ExecutionID) -> [PortID] {
        let request = active[execution]?.request ?? queued[execution]?.request
        return request?.ports.map(\.port) ?? []
    }

    /// The median duration of the unit's last good runs; nil while it had none.
    func expectedDuration(of unit: UnitKey) -> Duration? {
        guard let sorted = durations[unit]?.sorted(), !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    private mutating func remember(_ result: ExecutionResult) {
        let unit = UnitKey(result.request)
        if lastResults[unit].map({ $0.endedAt <= result.endedAt }) ?? true { lastResults[unit] = result }
        recent.insert(result, at: 0)
        if recent.count > Self.recentLimit { recent.removeLast() }
        if result.verdict.yield == .good {
            durations[unit, default: []].append(result.duration)
            if durations[unit, default: []].count > Self.durationLimit { durations[unit]?.removeFirst() }
        }
    }
}
