/// What happens on a station: the one stream that the store, the logs, the dashboard and the metrics live on.
public enum RigEvent: Sendable, Hashable {
    case serviceStatusChanged(ServiceStatus)
    case portStatusChanged(PortSnapshot)
    /// A port was forgotten.
    case portForgotten(PortID)
    case planChanged(PlanStatus)
    /// `waitingFor`: ids of ports and names of resources that are not free.
    case executionQueued(ExecutionRequest, waitingFor: [String])
    case executionStarted(ExecutionRequest, at: Timestamp)
    case phaseStarted(PhaseStart)
    case stepCompleted(StepRecord)
    case executionCompleted(ExecutionResult)
    case logLine(LogLine)
    /// A lease of a person or program was asked for, granted, prolonged or ended; runs' own leases are not told of.
    case leaseChanged(LeaseRecord)
    /// Somebody took a port out of use, or let it back. For the store: people are told by the port's state.
    case quarantineChanged(QuarantineRecord)
    /// A person is asked, or no longer.
    case operatorAsked(OperatorQuestion)
    /// An alert fired, was seen again, acknowledged or resolved.
    case alertChanged(Alert)
    /// Somebody asked for a change. For the store.
    case audited(AuditEntry)
}

extension RigEvent {
    /// The name that event streams use.
    public var name: String {
        switch self {
        case .serviceStatusChanged: "ServiceStatusChanged"
        case .portStatusChanged, .portForgotten: "PortStatusChanged"
        case .planChanged: "PlanChanged"
        case .executionQueued: "ExecutionQueued"
        case .executionStarted: "ExecutionStarted"
        case .phaseStarted: "PhaseStarted"
        case .stepCompleted: "StepCompleted"
        case .executionCompleted: "ExecutionCompleted"
        case .logLine: "LogMessage"
        case .leaseChanged: "LeaseChanged"
        case .quarantineChanged: "QuarantineChanged"
        case .operatorAsked: "OperatorAsked"
        case .alertChanged: "AlertChanged"
        case .audited: "Audited"
        }
    }
}

/// A run entered a phase. A phase without steps is entered all the same.
public struct PhaseStart: Sendable, Hashable {
    public var execution: ExecutionID
    public var bib: BIBID
    public var instance: UUTInstanceID
    public var phase: Phase
    /// Pass of TEST, from 1.
    public var iteration: Int
    /// Ids of its steps in order.
    public var steps: [String]
    public var at: Timestamp
    public init(
        execution: ExecutionID, bib: BIBID, instance: UUTInstanceID, phase: Phase, iteration: Int, steps: [String],
        at: Timestamp
    ) {
        self.execution = execution
        self.bib = bib
        self.instance = instance
        self.phase = phase
        self.iteration = iteration
        self.steps = steps
        self.at = at
    }
}

/// How the service is.
public struct ServiceStatus: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, Codable {
        case running = "RUNNING", degraded = "DEGRADED", stopping = "STOPPING", error = "ERROR"
    }
    public var state: State
    /// Why it is not RUNNING; empty while it is.
    public var troubles: [ServiceTrouble]
    /// One sentence each.
    public var reasons: [String] { troubles.map(\.reason) }

    public init(state: State, troubles: [ServiceTrouble] = []) {
        self.state = state
        self.troubles = troubles
    }
    /// - Parameter reasons: of the service as a whole.
    public init(state: State, reasons: [String]) {
        self.init(state: state, troubles: reasons.map { ServiceTrouble(part: "service", reason: $0) })
    }
}

/// A plan file as loaded.
public struct PlanStatus: Sendable, Hashable {
    public var bib: BIBID
    public var file: String
    public var description: String
    /// Of the version in use; nil where none was ever valid.
    public var hash: String?
    /// Ids of its units.
    public var uuts: [UUTID]
    /// Whether several boards of it may be used at a time.
    public var boards: BoardCount
    /// `file:line:column: what`, all of them; empty where the file is valid.
    public var errors: [String]
    /// The file is gone, and the BIB with it; only in the event that says so.
    public var isRemoved: Bool
    public init(
        bib: BIBID, file: String, description: String, hash: String?, uuts: [UUTID], boards: BoardCount = .one,
        errors: [String], isRemoved: Bool = false
    ) {
        self.bib = bib
        self.file = file
        self.description = description
        self.hash = hash
        self.uuts = uuts
        self.boards = boards
        self.errors = errors
        self.isRemoved = isRemoved
    }
}

/// An event with its place in the order of the station, given when it is committed.
public struct NumberedEvent: Sendable, Hashable {
    /// 1 for the first of an epoch, rising by one.
    public var sequence: UInt64
    public var at: Timestamp
    public var event: RigEvent
    /// False where the store is to have the event and could not take it yet: it is in memory only.
    public var isStored: Bool
    public init(sequence: UInt64, at: Timestamp, event: RigEvent, isStored: Bool = true) {
        self.sequence = sequence
        self.at = at
        self.event = event
        self.isStored = isStored
    }
}

/// A place in the stream of events: `<epoch>-<sequence>`. Another epoch means that the service was started anew.
public struct EventPosition: Sendable, Hashable, CustomStringConvertible {
    public var epoch: String
    public var sequence: UInt64
    public init(epoch: String, sequence: UInt64) {
        self.epoch = epoch
        self.sequence = sequence
    }
    public init?(_ text: String) {
        guard let dash = text.lastIndex(of: "-"), let sequence = UInt64(text[text.index(after: dash)...]) else {
            return nil
        }
        self.init(epoch: String(text[..<dash]), sequence: sequence)
    }
    public var description: String { "\(epoch)-\(sequence)" }
}
