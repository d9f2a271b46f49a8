/// A BIB's plan file, read and checked: what to do with its units. Format: `portpool help plan`.
public struct Plan: Sendable, Hashable {
    public var bib: BIBID
    public var description: String
    public var boards: BoardCount
    public var match: BoardMatch
    /// Named things that units share, a meter for instance; a unit takes those that it lists itself.
    public var resources: [ResourceID]
    public var safeState: [SafeStateStep]
    public var recovery: RecoveryPolicy
    public var onPlug: PlugPolicy
    /// nil: only on demand.
    public var schedule: RunSchedule?
    public var hooks: Hooks
    public var uuts: [UUTPlan]
    /// Names the exact content that produced a result: lower-case hex SHA-256 of the file.
    public var hash: String

    public init(
        bib: BIBID, description: String, boards: BoardCount, match: BoardMatch, resources: [ResourceID] = [],
        safeState: [SafeStateStep], recovery: RecoveryPolicy = .none, onPlug: PlugPolicy = .none,
        schedule: RunSchedule? = nil, hooks: Hooks = Hooks(), uuts: [UUTPlan], hash: String
    ) {
        self.bib = bib
        self.description = description
        self.boards = boards
        self.match = match
        self.resources = resources
        self.safeState = safeState
        self.recovery = recovery
        self.onPlug = onPlug
        self.schedule = schedule
        self.hooks = hooks
        self.uuts = uuts
        self.hash = hash
    }
}

/// How many boards of a BIB a station may hold: a second one is surplus, or one more of the same.
public enum BoardCount: String, Sendable, Hashable, CaseIterable { case one, many }

/// Which boards a plan is for: every key that is given must fit.
public struct BoardMatch: Sendable, Hashable {
    /// Equals the EEPROM's product string.
    public var product: String?
    /// Four lower-case hex digits.
    public var vendorID: String?
    /// Any of these; empty means not given.
    public var productIDs: [String]
    /// A pattern searched in the serial number.
    public var serial: PatternText?

    public init(product: String?, vendorID: String?, productIDs: [String], serial: PatternText?) {
        self.product = product
        self.vendorID = vendorID
        self.productIDs = productIDs
        self.serial = serial
    }
}

/// A pattern as its author wrote it (PCRE); compiled where it is used, and known to compile.
public struct PatternText: Sendable, Hashable, CustomStringConvertible {
    public var source: String
    public init(_ source: String) { self.source = source }
    public var description: String { source }
}

/// One UUT of a plan: its ports and what to do with it.
public struct UUTPlan: Sendable, Hashable {
    public var id: UUTID
    /// In the order of the file; the first is the one that steps use unless they say otherwise.
    public var ports: [PortPlan]
    /// Where a run reads the unit's own serial number; nil where it has none.
    public var serialFrom: SerialSource?
    /// Taken with the ports, all together, and given back with them.
    public var resources: [ResourceID]
    /// For START and TEST together; STOP has its own. nil means only those of the phases and steps.
    public var deadline: Duration?
    public var start: PhasePlan
    public var test: PhasePlan
    public var stop: PhasePlan

    public init(
        id: UUTID, ports: [PortPlan], serialFrom: SerialSource?, resources: [ResourceID] = [],
        deadline: Duration? = nil, start: PhasePlan, test: PhasePlan, stop: PhasePlan
    ) {
        self.id = id
        self.ports = ports
        self.serialFrom = serialFrom
        self.resources = resources
        self.deadline = deadline
        self.start = start
        self.test = test
        self.stop = stop
    }

    public subscript(phase: Phase) -> PhasePlan {
        switch phase {
        case .start: start
        case .test: test
        case .stop: stop
        }
    }
    public func port(_ alias: String) -> PortPlan? { ports.first { $0.alias == alias } }
}

/// The step and capture that yield a unit's own serial number.
public struct SerialSource: Sendable, Hashable {
    public var step: String
    public var capture: String
    public init(step: String, capture: String) {
        self.step = step
        self.capture = capture
    }
}

/// One port of a UUT: which channel of the board, and how its line is set.
public struct PortPlan: Sendable, Hashable {
    /// The name that steps use: `ctl`.
    public var alias: String
    public var channel: Channel
    public var line: LineSettings
    /// Appended to what a step sends as text.
    public var endOfLine: EndOfLine
    public var framing: Framing
    /// How long the line rests after it was opened.
    public var settle: Duration
    /// Rest between two bytes that are sent, for units that cannot take them at full speed; zero sends them at once.
    public var pace: Duration

    public init(
        alias: String, channel: Channel, line: LineSettings, endOfLine: EndOfLine, framing: Framing, settle: Duration,
        pace: Duration = .zero
    ) {
        self.alias = alias
        self.channel = channel
        self.line = line
        self.endOfLine = endOfLine
        self.framing = framing
        self.settle = settle
        self.pace = pace
    }
}

/// What ends a line that is sent.
public enum EndOfLine: String, Sendable, Hashable, CaseIterable {
    case none, cr, lf, crlf
    public var bytes: [UInt8] {
        switch self {
        case .none: []
        case .cr: [13]
        case .lf: [10]
        case .crlf: [13, 10]
        }
    }
}

/// What makes the bytes received into frames, the unit of judging.
public enum Framing: Sendable, Hashable {
    /// CR, LF or CRLF ends a frame and is removed.
    case lines
    /// Silence of this length ends a frame.
    case idle(Duration)
}
