/// Runs asked for, and ended, from outside.
public protocol RunControl: Sendable {
    /// Queues a run of each unit that fits and answers at once.
    func start(_ order: RunOrder) async throws(RunRefusal) -> [ExecutionRequest]
    /// Asks a run to stop; STOP still runs, and the result comes as an event.
    func abort(_ id: ExecutionID, reason: String) async throws(RunRefusal)
    /// Ends the loop of a run whose plan says `until: signal`, after the pass that is under way.
    func signal(_ id: ExecutionID) async throws(RunRefusal)
    /// Answers the question that a run is waiting with; the step names it, so that a late answer is not taken for
    /// another question's.
    func answer(_ id: ExecutionID, step: String, with answer: OperatorAnswer) async throws(RunRefusal)
}

/// Which units to run.
public struct RunOrder: Sendable, Hashable {
    public var bib: BIBID
    /// nil: all units of the BIB. A unit's id, or the id of one instance (`unit@board`).
    public var uut: String?
    public var board: BoardID?
    /// Only on the board with this serial number.
    public var serial: String?
    /// What asked: `api`, `cli`, `loop`, `plug`, `schedule`, `recovery`.
    public var origin: String
    /// The higher is served first.
    public var priority: Int
    /// Only STOP and the safe state, for a run that the service left unfinished.
    public var recovers: ExecutionID?
    public init(
        bib: BIBID, uut: String? = nil, board: BoardID? = nil, serial: String? = nil, origin: String,
        priority: Int = 0, recovers: ExecutionID? = nil
    ) {
        self.bib = bib
        self.uut = uut
        self.board = board
        self.serial = serial
        self.origin = origin
        self.priority = priority
        self.recovers = recovers
    }
}

/// Why an order cannot be carried out; each says what to do.
public enum RunRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case unknownBIB(BIBID, known: [BIBID])
    /// The plan file has errors.
    case invalidPlan(BIBID, errors: [String])
    case unknownUUT(String, BIBID, known: [UUTID])
    case noBoard(BIBID)
    case unknownBoard(BoardID, BIBID, present: [BoardID])
    /// The unit's board is there, and ports of the plan are not.
    case missingPorts(UUTInstanceID, BIBID, [PortPlan])
    case unknownExecution(ExecutionID)
    /// It has ended; nothing is left to abort.
    case alreadyEnded(ExecutionID)
    /// Its plan has no loop that a signal ends, or the loop is over.
    case notWaitingForSignal(ExecutionID)
    /// It asks nothing, or something else; `open` is the step that asks now.
    case notAsking(ExecutionID, step: String, open: String?)
    /// The answer does not fit the question.
    case wrongAnswer(ExecutionID, step: String, expected: OperatorPrompt.Kind)
    /// The store has been out of order for so long that no more results can be kept.
    case storeFull
    case stopping

    public var description: String {
        func list(_ items: some Sequence<some CustomStringConvertible>) -> String {
            let names = items.map { $0.description }
            return names.isEmpty ? "none" : names.joined(separator: ", ")
        }
        return switch self {
        case .unknownBIB(let bib, let known): "no BIB is called '\(bib)'; loaded: \(list(known))"
        case .invalidPlan(let bib, let errors):
            "the plan of '\(bib)' has errors, mend them first: \(errors.joined(separator: "; "))"
        case .unknownUUT(let uut, let bib, let known): "'\(bib)' has no unit '\(uut)'; it has: \(list(known))"
        case .noBoard(let bib): "no board of '\(bib)' is plugged in"
        case .unknownBoard(let board, let bib, let present):
            "no board '\(board)' of '\(bib)' is plugged in; present: \(list(present))"
        case .missingPorts(let unit, let bib, let ports):
            "'\(unit)' of '\(bib)' cannot be run, its board lacks "
                + list(ports.map { "port '\($0.alias)' (channel \($0.channel))" })
                + "; plug the board in anew, or mend the plan"
        case .unknownExecution(let id): "no execution has the id '\(id)'"
        case .alreadyEnded(let id): "execution '\(id)' has ended already"
        case .notWaitingForSignal(let id): "execution '\(id)' is in no loop that ends by a signal"
        case .notAsking(let id, let step, let open):
            "execution '\(id)' asks nothing at step '\(step)'"
                + (open.map { "; it asks at step '\($0)'" } ?? "; it asks nothing now")
        case .wrongAnswer(let id, let step, let expected):
            "step '\(step)' of execution '\(id)' wants "
                + (expected == .scan ? "a text" : "yes or no")
        case .storeFull:
            "results can no longer be kept, the store has failed for too long; make room or mend the disk, then try again"
        case .stopping: "the service is stopping and takes no new runs"
        }
    }
}

/// Past runs, as the store holds them.
public protocol ExecutionArchive: Sendable {
    func executions(_ filter: ExecutionFilter, cursor: String?, limit: Int) async throws -> ExecutionPage
    func execution(_ id: ExecutionID) async throws -> ExecutionDetail?
    /// Figures over the runs that ended in a window.
    func figures(from: Timestamp, to: Timestamp) async throws -> ExecutionFigures
}

/// All given keys must fit.
public struct ExecutionFilter: Sendable, Hashable {
    public var bib: BIBID?
    public var uut: String?
    public var verdict: Verdict?
    public var from: Timestamp?
    public var to: Timestamp?
    public init(
        bib: BIBID? = nil, uut: String? = nil, verdict: Verdict? = nil, from: Timestamp? = nil, to: Timestamp? = nil
    ) {
        self.bib = bib
        self.uut = uut
        self.verdict = verdict
        self.from = from
        self.to = to
    }
}

/// Finished runs, newest first.
public struct ExecutionPage: Sendable, Hashable {
    public var results: [ExecutionResult]
    /// Hand it back for the next page; nil at the end.
    public var nextCursor: String?
    public init(results: [ExecutionResult], nextCursor: String?) {
        self.results = results
        self.nextCursor = nextCursor
    }
}

/// One run with its steps. `result` is nil while it goes on.
public struct ExecutionDetail: Sendable, Hashable {
    public var request: ExecutionRequest
    public var startedAt: Timestamp?
    public var result: ExecutionResult?
    public var steps: [StepRecord]
    public init(request: ExecutionRequest, startedAt: Timestamp?, result: ExecutionResult?, steps: [StepRecord]) {
        self.request = request
        self.startedAt = startedAt
        self.result = result
        self.steps = steps
    }
}

/// Counts and sums over a window.
public struct ExecutionFigures: Sendable, Hashable {
    public var count: Int
    public var good: Int
    public var bad: Int
    public var errors: Int
    /// Of the runs that count in yield; nil where there are none.
    public var averageDuration: Duration?
    public init(count: Int, good: Int, bad: Int, errors: Int, averageDuration: Duration?) {
        self.count = count
        self.good = good
        self.bad = bad
        self.errors = errors
        self.averageDuration = averageDuration
    }
}

/// The log tree.
public protocol LogArchive: Sendable {
    /// The units that have logs, by BIB.
    func units() async throws -> [LoggedUnit]
    /// Runs of a unit, newest first.
    func runs(bib: BIBID, uut: UUTInstanceID) async throws -> [LoggedRun]
    /// The file of a run, or of the newest where `run` is nil; nil where there is none.
    func file(bib: BIBID, uut: UUTInstanceID, run: ExecutionID?) async throws -> LogFile?
}

public struct LoggedUnit: Sendable, Hashable {
    public var bib: BIBID
    public var uut: UUTInstanceID
    public var runs: Int
    public init(bib: BIBID, uut: UUTInstanceID, runs: Int) {
        self.bib = bib
        self.uut = uut
        self.runs = runs
    }
}

public struct LoggedRun: Sendable, Hashable {
    public var execution: ExecutionID
    /// Below the log folder.
    public var path: String
    public var size: Int
    /// nil while it is being written.
    public var verdict: Verdict?
    public var startedAt: Timestamp
    public init(execution: ExecutionID, path: String, size: Int, verdict: Verdict?, startedAt: Timestamp) {
        self.execution = execution
        self.path = path
        self.size = size
        self.verdict = verdict
        self.startedAt = startedAt
    }
}

public struct LogFile: Sendable, Hashable {
    public var run: LoggedRun
    /// Of the readable log.
    public var absolutePath: String
    /// Of the same lines as JSON Lines.
    public var absoluteJSONPath: String
    public init(run: LoggedRun, absolutePath: String, absoluteJSONPath: String) {
        self.run = run
        self.absolutePath = absolutePath
        self.absoluteJSONPath = absoluteJSONPath
    }
}

/// Plans as loaded and boards as matched.
public protocol BenchInventory: Sendable {
    func plans() async -> [PlanStatus]
    /// The plan file's text; nil where no such BIB is known.
    func planText(_ bib: BIBID) async -> String?
    /// Boards that are plugged in and no unit can be run on, and why.
    func unusedBoards() async -> [UnusedBoard]
}

/// A board that is plugged in and not used.
public struct UnusedBoard: Sendable, Hashable {
    public var board: BoardID
    public var chip: FTDIChip?
    public var product: String
    public var serial: String?
    public var ports: [PortID]
    public var matching: BoardMatching
    /// A plan for it, ready to be saved; nil where plans fit already.
    public var stanza: String?
    public init(
        board: BoardID, chip: FTDIChip?, product: String, serial: String?, ports: [PortID], matching: BoardMatching,
        stanza: String?
    ) {
        self.board = board
        self.chip = chip
        self.product = product
        self.serial = serial
        self.ports = ports
        self.matching = matching
        self.stanza = stanza
    }
}
