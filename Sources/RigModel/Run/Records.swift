/// Everything known of a run when it is asked for.
public struct ExecutionRequest: Sendable, Hashable {
    public var id: ExecutionID
    public var bib: BIBID
    public var uut: UUTID
    public var instance: UUTInstanceID
    public var board: BoardID
    /// Port alias to port, in the plan's order.
    public var ports: [AssignedPort]
    public var planHash: String
    public var requestedAt: Timestamp
    /// What asked: `api`, `cli`, `loop`, `plug`, `schedule`, `recovery`.
    public var origin: String
    /// Steps of the whole run, every pass of TEST counted; of one pass where the number of passes is open.
    public var stepCount: Int
    /// The higher is served first.
    public var priority: Int
    public var resources: [ResourceID]
    /// The run that the service left unfinished; this one only runs its STOP and safe state.
    public var recovers: ExecutionID?

    public init(
        id: ExecutionID, bib: BIBID, uut: UUTID, instance: UUTInstanceID, board: BoardID, ports: [AssignedPort],
        planHash: String, requestedAt: Timestamp, origin: String, stepCount: Int, priority: Int = 0,
        resources: [ResourceID] = [], recovers: ExecutionID? = nil
    ) {
        self.id = id
        self.bib = bib
        self.uut = uut
        self.instance = instance
        self.board = board
        self.ports = ports
        self.planHash = planHash
        self.requestedAt = requestedAt
        self.origin = origin
        self.stepCount = stepCount
        self.priority = priority
        self.resources = resources
        self.recovers = recovers
    }
}

/// A plan's port on a station's port.
public struct AssignedPort: Sendable, Hashable {
    public var alias: String
    public var port: PortID
    /// Where it was opened, `/dev/ttyUSB3`; a label only.
    public var devicePath: String
    public var channel: Channel
    public init(alias: String, port: PortID, devicePath: String, channel: Channel) {
        self.alias = alias
        self.port = port
        self.devicePath = devicePath
        self.channel = channel
    }
}

/// One attempt at a step, with its bytes.
public struct AttemptRecord: Sendable, Hashable {
    /// From 1.
    public var number: Int
    public var startedAt: Timestamp
    public var duration: Duration
    public var sent: [UInt8]
    /// Every byte that came, up to and with what was left over.
    public var received: [UInt8]
    /// What lay on the line before the step and was thrown away.
    public var discarded: [UInt8]
    /// What came behind the frame that ended the exchange.
    public var leftOver: [UInt8]
    public var outcome: Outcome
    /// One sentence a technician can act on.
    public var explanation: String

    public init(
        number: Int, startedAt: Timestamp, duration: Duration, sent: [UInt8], received: [UInt8], discarded: [UInt8],
        leftOver: [UInt8], outcome: Outcome, explanation: String
    ) {
        self.number = number
        self.startedAt = startedAt
        self.duration = duration
        self.sent = sent
        self.received = received
        self.discarded = discarded
        self.leftOver = leftOver
        self.outcome = outcome
        self.explanation = explanation
    }
}

/// A measured value against its limits.
public struct MeasurementRecord: Sendable, Hashable {
    public var name: String
    /// nil where the text was not a number.
    public var value: Double?
    public var text: String
    public var unit: String
    public var min: Double?
    public var max: Double?
    public var level: Level

    public init(
        name: String, value: Double?, text: String, unit: String, min: Double?, max: Double?, level: Level
    ) {
        self.name = name
        self.value = value
        self.text = text
        self.unit = unit
        self.min = min
        self.max = max
        self.level = level
    }
}

/// A finished step: all its attempts and its verdict.
public struct StepRecord: Sendable, Hashable {
    public var execution: ExecutionID
    public var bib: BIBID
    public var instance: UUTInstanceID
    public var position: StepPosition
    /// Among all steps of the run, from 0; rises by one with each step that is done.
    public var ordinal: Int
    public var stepID: String
    /// Where the answer was expected.
    public var port: PortID
    /// Where the command went; nil where that is `port`.
    public var sentOn: PortID?
    public var verdict: Verdict
    /// Good after more than one attempt.
    public var retried: Bool
    public var startedAt: Timestamp
    public var duration: Duration
    public var attempts: [AttemptRecord]
    public var captures: [String: String]
    public var measurements: [MeasurementRecord]
    public var explanation: String
    /// Likely causes of a bad verdict, each a sentence that says what to do; none where the step is good.
    public var hints: [String]

    public init(
        execution: ExecutionID, bib: BIBID, instance: UUTInstanceID, position: StepPosition, ordinal: Int,
        stepID: String, port: PortID, sentOn: PortID? = nil, verdict: Verdict, retried: Bool, startedAt: Timestamp,
        duration: Duration,
        attempts: [AttemptRecord], captures: [String: String], measurements: [MeasurementRecord], explanation: String,
        hints: [String] = []
    ) {
        self.execution = execution
        self.bib = bib
        self.instance = instance
        self.position = position
        self.ordinal = ordinal
        self.stepID = stepID
        self.port = port
        self.sentOn = sentOn == port ? nil : sentOn
        self.verdict = verdict
        self.retried = retried
        self.startedAt = startedAt
        self.duration = duration
        self.attempts = attempts
        self.captures = captures
        self.measurements = measurements
        self.explanation = explanation
        self.hints = hints
    }
}

/// The end of a run.
public struct ExecutionResult: Sendable, Hashable {
    public var request: ExecutionRequest
    public var verdict: Verdict
    public var worstLevel: Level?
    /// The unit's own serial number, where its plan reads one and the run got so far.
    public var unitSerial: String?
    /// nil where the run never got its ports.
    public var startedAt: Timestamp?
    public var endedAt: Timestamp
    /// From the start of START to the end of STOP; zero where the run never got its ports.
    public var duration: Duration
    public var stepsDone: Int
    /// Why the verdict is what it is, in one or two sentences.
    public var explanation: String
    /// The step that made the verdict; nil for PASS.
    public var decidingStep: String?

    public init(
        request: ExecutionRequest, verdict: Verdict, worstLevel: Level?, unitSerial: String?, startedAt: Timestamp?,
        endedAt: Timestamp, duration: Duration, stepsDone: Int, explanation: String, decidingStep: String?
    ) {
        self.request = request
        self.verdict = verdict
        self.worstLevel = worstLevel
        self.unitSerial = unitSerial
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.duration = duration
        self.stepsDone = stepsDone
        self.explanation = explanation
        self.decidingStep = decidingStep
    }
}
