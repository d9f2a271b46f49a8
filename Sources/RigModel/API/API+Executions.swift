extension API {
    /// GET executions.
    public struct Executions: Codable, Sendable, Hashable {
        public var active: [ActiveExecution]
        public var queued: [QueuedExecution]
        public var recent: [Execution]
        /// Hand it back as `cursor` for the next page of `recent`; absent at the end.
        public var nextCursor: String?
        public init(active: [ActiveExecution], queued: [QueuedExecution], recent: [Execution], nextCursor: String?) {
            self.active = active
            self.queued = queued
            self.recent = recent
            self.nextCursor = nextCursor
        }
    }

    /// A run that goes on.
    public struct ActiveExecution: Codable, Sendable, Hashable {
        public var executionId: ExecutionID
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var boardId: BoardID
        /// Of the unit's first port, `/dev/ttyUSB3`.
        public var portName: String
        public var ports: [PortID]
        public var startTime: String
        /// Absent until the first phase begins.
        public var currentPhase: Phase?
        /// The step that is being done; absent between phases.
        public var step: String?
        /// From 1.
        public var stepIndex: Int
        public var stepCount: Int
        public var durationMs: Int64
        /// The same, under the name of the original page.
        public var duration: Int64
        /// The worst verdict of a step so far: PASS until something is worse.
        public var validationLevel: Verdict
        public var progressPercentage: Double
        /// Absent while nothing is known to estimate it by.
        public var etaMs: Int64?
        /// What the run asks of a person now; absent while it asks nothing.
        public var question: Question?
        public init(
            executionId: ExecutionID, bibId: BIBID, uutId: UUTInstanceID, boardId: BoardID, portName: String,
            ports: [PortID], startTime: String, currentPhase: Phase?, step: String?, stepIndex: Int, stepCount: Int,
            durationMs: Int64, validationLevel: Verdict, progressPercentage: Double, etaMs: Int64?,
            question: Question? = nil
        ) {
            self.executionId = executionId
            self.bibId = bibId
            self.uutId = uutId
            self.boardId = boardId
            self.portName = portName
            self.ports = ports
            self.startTime = startTime
            self.currentPhase = currentPhase
            self.step = step
            self.stepIndex = stepIndex
            self.stepCount = stepCount
            self.durationMs = durationMs
            duration = durationMs
            self.validationLevel = validationLevel
            self.progressPercentage = progressPercentage
            self.etaMs = etaMs
            self.question = question
        }
    }

    /// A run that waits for its ports; event ExecutionQueued.
    public struct QueuedExecution: Codable, Sendable, Hashable {
        public var executionId: ExecutionID
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var boardId: BoardID
        public var requestedAt: String
        /// Ports and resources that are not free.
        public var waitingFor: [String]
        public var stepCount: Int
        public init(_ request: ExecutionRequest, waitingFor: [String], zone: StationZone) {
            executionId = request.id
            bibId = request.bib
            uutId = request.instance
            boardId = request.board
            requestedAt = zone.rfc3339(request.requestedAt)
            self.waitingFor = waitingFor
            stepCount = request.stepCount
        }
    }

    /// Event ExecutionStarted.
    public struct ExecutionStarted: Codable, Sendable, Hashable {
        public var executionId: ExecutionID
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var boardId: BoardID
        public var portName: String
        public var ports: [PortID]
        public var startTime: String
        public var stepCount: Int
        public var planHash: String
        public init(_ request: ExecutionRequest, at: Timestamp, zone: StationZone) {
            executionId = request.id
            bibId = request.bib
            uutId = request.instance
            boardId = request.board
            portName = request.ports.first?.devicePath ?? ""
            ports = request.ports.map(\.port)
            startTime = zone.rfc3339(at)
            stepCount = request.stepCount
            planHash = request.planHash
        }
    }

    /// Event PhaseStarted.
    public struct PhaseStarted: Codable, Sendable, Hashable {
        public var executionId: ExecutionID
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var phase: Phase
        public var iteration: Int
        public var steps: [String]
        public var time: String
        public init(_ start: PhaseStart, zone: StationZone) {
            executionId = start.execution
            bibId = start.bib
            uutId = start.instance
            phase = start.phase
            iteration = start.iteration
            steps = start.steps
            time = zone.rfc3339(start.at)
        }
    }

    /// A finished run: in GET executions `recent`, and event ExecutionCompleted.
    public struct Execution: Codable, Sendable, Hashable {
        public var executionId: ExecutionID
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var boardId: BoardID
        public var portName: String
        public var ports: [PortID]
        public var verdict: Verdict
        /// The worst level that the unit itself reached; absent where no answer was judged.
        public var validationLevel: Level?
        public var unitSerial: String?
        public var requestedAt: String
        /// Absent where the run never got its ports.
        public var startTime: String?
        public var endTime: String
        public var durationMs: Int64
        /// The same, under the name of the original page.
        public var duration: Int64
        public var stepsDone: Int
        public var stepCount: Int
        public var explanation: String
        public var decidingStep: String?
        public var planHash: String
        public var origin: String
        public var priority: Int
        /// What it held beside its ports.
        public var resources: [ResourceID]
        /// The run whose STOP this one made good; absent for any other run.
        public var recovers: ExecutionID?
        /// False only in the event of a run whose verdict the store could not take yet: it is in memory, and lost if the
        /// service dies before the store works again.
        public var stored: Bool
        public init(_ result: ExecutionResult, stored: Bool = true, zone: StationZone) {
            let request = result.request
            executionId = request.id
            bibId = request.bib
            uutId = request.instance
            boardId = request.board
            portName = request.ports.first?.devicePath ?? ""
            ports = request.ports.map(\.port)
            verdict = result.verdict
            validationLevel = result.worstLevel
            unitSerial = result.unitSerial
            requestedAt = zone.rfc3339(request.requestedAt)
            startTime = result.startedAt.map(zone.rfc3339)
            endTime = zone.rfc3339(result.endedAt)
            durationMs = result.duration.milliseconds
            duration = durationMs
            stepsDone = result.stepsDone
            stepCount = request.stepCount
            explanation = result.explanation
            decidingStep = result.decidingStep
            planHash = request.planHash
            origin = request.origin
            priority = request.priority
            resources = request.resources
            recovers = request.recovers
            self.stored = stored
        }
    }

    /// GET executions/{id}.
    public struct ExecutionDetails: Codable, Sendable, Hashable {
        public var executionId: ExecutionID
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var boardId: BoardID
        /// queued, active, completed.
        public var state: String
        public var planHash: String
        public var requestedAt: String
        public var startTime: String?
        /// Absent until the run has ended.
        public var result: Execution?
        public var steps: [Step]
        /// Path of its log in this API; absent where it has none yet.
        public var log: String?
        /// What the run asks of a person now; absent while it asks nothing.
        public var question: Question?
        public init(_ detail: ExecutionDetail, question: OperatorQuestion? = nil, zone: StationZone) {
            let request = detail.request
            executionId = request.id
            bibId = request.bib
            uutId = request.instance
            boardId = request.board
            state = detail.result != nil ? "completed" : detail.startedAt != nil ? "active" : "queued"
            planHash = request.planHash
            requestedAt = zone.rfc3339(request.requestedAt)
            startTime = detail.startedAt.map(zone.rfc3339)
            result = detail.result.map { Execution($0, zone: zone) }
            steps = detail.steps.map { Step($0, zone: zone) }
            self.question = question.map { Question($0, zone: zone) }
            log =
                detail.startedAt == nil ? nil : "/api/v1/logs/\(request.bib)/\(request.instance)/\(request.id)"
        }
    }

    /// POST executions. `uutId` is a unit's id or an instance's; without it every unit of the BIB is run.
    public struct StartExecution: Codable, Sendable, Hashable {
        public var bibId: BIBID
        public var uutId: String?
        public var boardId: BoardID?
        /// A board by its serial number, as the chip has it.
        public var serial: String?
        /// The higher is served first; 0 if absent.
        public var priority: Int?
        /// The run that this one repeats, in a loop of the client: the order is the same one still.
        public var repeats: ExecutionID?
        public init(
            bibId: BIBID, uutId: String? = nil, boardId: BoardID? = nil, serial: String? = nil, priority: Int? = nil,
            repeats: ExecutionID? = nil
        ) {
            self.bibId = bibId
            self.uutId = uutId
            self.boardId = boardId
            self.serial = serial
            self.priority = priority
            self.repeats = repeats
        }
    }

    /// A run that was asked for. Which ports it waits for, if any, the event ExecutionQueued tells.
    public struct StartedExecution: Codable, Sendable, Hashable {
        public var executionId: ExecutionID
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var boardId: BoardID
        public var requestedAt: String
        public var stepCount: Int
        public init(_ request: ExecutionRequest, zone: StationZone) {
            executionId = request.id
            bibId = request.bib
            uutId = request.instance
            boardId = request.board
            requestedAt = zone.rfc3339(request.requestedAt)
            stepCount = request.stepCount
        }
    }

    /// The answer to POST executions: the runs that are on their way.
    public struct StartedExecutions: Codable, Sendable, Hashable {
        public var executions: [StartedExecution]
        public init(executions: [StartedExecution]) { self.executions = executions }
    }
}
