internal import Logging
internal import RigModel

/// Brings events into the logs of their runs. May block on the disk.
struct RunLogWriter {
    /// Between two tries to seal what could not be sealed.
    private static let retryInterval = Duration.seconds(1)
    /// Files that are kept open for that, at most.
    private static let leftoverLimit = 64

    /// Between two swaps of a unit's link in `latest/`, and of a BIB's summary.
    static let linkInterval = Duration.milliseconds(250)

    let site: LogSite
    let folder: RunLogFolder
    var index: LogIndex
    /// Of the runs that are under way.
    private(set) var logs: [ExecutionID: RunLog] = [:]
    /// Of runs that have ended, and whose seal the disk did not take.
    private var leftovers: [(log: RunLog, result: ExecutionResult)] = []
    /// Of runs that have ended, and that the store is to give lines back to.
    var lacking = LackingLogs()
    private var links = LatestLinks()
    private var lastTry: ContinuousClock.Instant
    /// What failed in the group that was written last, and at the last swap of links.
    private var failure: RunLogError?
    private var linkFailure: RunLogError?
    /// What failed when a log was last to be sealed or rebuilt.
    private var leftoverFailure: RunLogError?
    private var trouble: String?
    private var lostLinesOfEndedRuns = 0

    init(site: LogSite, index: LogIndex) {
        self.site = site
        self.index = index
        folder = RunLogFolder(tree: site.tree, zone: site.zone)
        lastTry = site.clocks.monotonic
    }

    /// Lines that the disk did not take.
    var lostLines: Int { logs.values.reduce(lostLinesOfEndedRuns) { $0 + $1.lostOnDisk } }

    /// Each run's lines are written with one write; the logs of runs that end are sealed when this returns.
    mutating func write(_ items: [LogIntake.Item]) {
        failure = nil
        sealLeftovers()
        var touched: [ExecutionID: RunLog] = [:]
        for item in items {
            switch item {
            case .event(.executionStarted(let request, let at)):
                guard logs[request.id] == nil else { break }
                let log = RunLog(header: LogHeader(request, startedAt: at), zone: site.zone)
                logs[request.id] = log
                touched[request.id] = log
            case .event(.executionCompleted(let result)):
                touched[result.request.id] = nil
                if let log = logs.removeValue(forKey: result.request.id) { end(log, result) }
            case .event(let event):
                guard let id = event.execution, let log = logs[id] else { break }
                log.append(event)
                touched[id] = log
            case .lost(let id, let count):
                guard let log = logs[id] else { break }
                let isNew = log.path == nil
                note(log.lose(count, in: folder))
                if isNew { enter(log) }
            }
        }
        for log in touched.values { flush(log) }
        swapLinks()
        tell()
    }

    var hasLinksToSwap: Bool { !links.isEmpty }

    /// Swaps the links that are due.
    /// - Parameter all: those as well that were swapped a moment ago.
    mutating func link(all: Bool = false) {
        swapLinks(all: all)
        tell()
    }

    private mutating func swapLinks(all: Bool = false) {
        let interval = all ? .zero : Self.linkInterval
        var failure: RunLogError?
        let due = links.due(now: site.clocks.monotonic, interval: interval)
        for link in due {
            do throws(RunLogError) { try site.tree.link(link.identity, to: link.path) } catch {
                failure = error
                links.add(link)
            }
        }
        let summaries = links.dueSummaries(now: site.clocks.monotonic, interval: interval)
        for link in summaries {
            do throws(RunLogError) {
                try site.tree.replace(
                    LogTree.summary(of: link.identity.bib),
                    with: RunSummary(link.result, log: link.path).text(site.zone))
            } catch {
                failure = error
                links.addSummary(link)
            }
        }
        if !due.isEmpty || !summaries.isEmpty { linkFailure = failure }
    }

    private mutating func flush(_ log: RunLog) {
        let isNew = log.path == nil
        note(log.flush(in: folder))
        if isNew { enter(log) }
    }

    /// The run has a file now, or not yet.
    private mutating func enter(_ log: RunLog) {
        guard let path = log.path else { return }
        let header = log.header
        index.insert(
            LoggedRun(
                execution: header.execution, path: path, size: log.size, verdict: nil, startedAt: header.startedAt),
            header.unit)
    }

    private mutating func end(_ log: RunLog, _ result: ExecutionResult) {
        log.append(.executionCompleted(result))
        let isSealed = seal(log, result)
        lostLinesOfEndedRuns += log.lostOnDisk
        if !isSealed {
            // Made anew as a whole, and not kept open for that.
            if leftovers.count == Self.leftoverLimit { wait(for: leftovers.removeFirst().log) }
            leftovers.append((log, result))
        }
    }

    /// - Returns: whether the log is complete; `latest` is to lead to it then.
    private mutating func seal(_ log: RunLog, _ result: ExecutionResult) -> Bool {
        let isNew = log.path == nil
        do throws(RunLogError) {
            try log.seal(result, in: folder)
            guard let path = log.path else { return true }
            if isNew { enter(log) }
            sealed(log.header, path: path, size: log.size, result)
            if log.lacking > 0 { wait(for: log) }
            return true
        } catch {
            if isNew { enter(log) }
            fail(error)
            return false
        }
    }

    private mutating func sealLeftovers() {
        guard !leftovers.isEmpty, lastTry.duration(to: site.clocks.monotonic) >= Self.retryInterval else { return }
        trySealing()
    }

    private mutating func trySealing() {
        lastTry = site.clocks.monotonic
        leftoverFailure = nil
        let due = leftovers
        leftovers = []
        for (log, result) in due where !seal(log, result) { leftovers.append((log, result)) }
        if !due.isEmpty, leftovers.isEmpty { succeeded() }
    }

    /// A run's log is complete; `latest` is to lead to it, unless a later one of the unit has begun.
    mutating func sealed(_ header: LogHeader, path: String, size: Int, _ result: ExecutionResult) {
        index.seal(header.execution, of: header.unit, verdict: result.verdict, size: size)
        guard index.run(nil, of: header.unit)?.execution == header.execution else { return }
        links.add(LatestLinks.Link(identity: LogIdentity(header), path: path, result: result))
    }

    /// Something is left to be made good.
    var hasWorkLeft: Bool { !leftovers.isEmpty || !lacking.isEmpty }

    /// Seals what could not be sealed, as far as that is possible now.
    mutating func makeGood() {
        trySealing()
        link()
    }

    mutating func fail(_ error: RunLogError) { leftoverFailure = error }

    /// The disk takes again what it had refused.
    mutating func succeeded() { failure = nil }

    private mutating func note(_ failure: RunLogError?) {
        if let failure { self.failure = failure }
    }

    /// Tells of a change for the worse or the better, once.
    private mutating func tell() {
        let failure = failure ?? leftoverFailure ?? linkFailure
        let current = failure.map { "a log cannot be written: \($0.reason)" }
        guard current != trouble else { return }
        trouble = current
        if let failure {
            site.logger.error("\(failure)")
        } else {
            site.logger.notice("the logs can be written again", metadata: ["lostLines": "\(lostLines)"])
        }
        site.onTrouble(current.map { [$0] } ?? [])
    }
}

extension RigEvent {
    /// The run whose log an event belongs in.
    fileprivate var execution: ExecutionID? {
        switch self {
        case .phaseStarted(let start): start.execution
        case .stepCompleted(let step): step.execution
        case .logLine(let line): line.execution
        case .executionStarted(let request, _): request.id
        case .executionCompleted(let result): result.request.id
        case .serviceStatusChanged, .portStatusChanged, .portForgotten, .planChanged, .executionQueued, .leaseChanged,
            .quarantineChanged, .operatorAsked, .alertChanged, .audited:
            nil
        }
    }
}
