/// One command and what to expect.
public struct StepPlan: Sendable, Hashable {
    /// Unique within the UUT.
    public var id: String
    public var action: StepAction
    /// Alias of the port that is written to.
    public var port: String
    /// Alias of the port on which the answer is expected; usually `port`.
    public var listen: String
    /// From the first byte sent to the judgement.
    public var timeout: Duration
    /// What an answer means, tried in the order critical, fail, warn, pass. Empty: nothing is expected, and the step
    /// passes when its bytes are sent.
    public var levels: LevelPatterns
    public var noMatch: NoMatchPolicy
    /// Judge "no match" after so many frames rather than at the deadline.
    public var noMatchAfter: Int?
    public var onTimeout: TimeoutPolicy
    public var onFail: FailPolicy
    public var retries: RetryPolicy
    /// By the name of the capture that holds the value.
    public var measures: [Measure]
    /// Frames that are recorded and not judged.
    public var ignore: [PatternText]
    /// The line must be silent so long before the step begins; what comes meanwhile is recorded and discarded.
    public var quietBefore: Duration
    /// Collect frames up to the one this fits and judge them joined by LF; nil judges each frame by itself.
    public var until: PatternText?
    public var echo: EchoPolicy
    /// Must be true of the captures of this and earlier steps where PASS or WARN matched, else the step is FAIL.
    /// Language: the module Expressions; names are `capture` of this step or `step.capture` of an earlier one.
    public var require: ExpressionText?

    public init(
        id: String, action: StepAction, port: String, listen: String, timeout: Duration,
        levels: LevelPatterns = LevelPatterns(), noMatch: NoMatchPolicy = .fail, noMatchAfter: Int? = nil,
        onTimeout: TimeoutPolicy = .timeout, onFail: FailPolicy = .stop, retries: RetryPolicy = .none,
        measures: [Measure] = [], ignore: [PatternText] = [], quietBefore: Duration = .zero, until: PatternText? = nil,
        echo: EchoPolicy = .auto, require: ExpressionText? = nil
    ) {
        self.id = id
        self.action = action
        self.port = port
        self.listen = listen
        self.timeout = timeout
        self.levels = levels
        self.noMatch = noMatch
        self.noMatchAfter = noMatchAfter
        self.onTimeout = onTimeout
        self.onFail = onFail
        self.retries = retries
        self.measures = measures
        self.ignore = ignore
        self.quietBefore = quietBefore
        self.until = until
        self.echo = echo
        self.require = require
    }
}

/// What a step does before it listens.
public enum StepAction: Sendable, Hashable {
    /// Text, to which the port's end of line is added. `${step.capture}` in it stands for what an earlier step captured
    /// (`$${` for the two characters themselves).
    case sendText(String)
    /// Exactly these bytes.
    case sendBytes([UInt8])
    /// The content of a file beside the plan, read when the plan was loaded and part of the plan's hash.
    case sendFile(name: String, content: [UInt8])
    /// Nothing: only listen.
    case listen
    /// Nothing, for so long.
    case wait(Duration)
    /// A person is asked.
    case `operator`(OperatorPrompt)
}

/// An expression as its author wrote it; compiled where it is used, and known to compile.
public struct ExpressionText: Sendable, Hashable, CustomStringConvertible {
    public var source: String
    public init(_ source: String) { self.source = source }
    public var description: String { source }
}

/// What is done with a unit's echo of the command: a frame equal to what was sent, recorded and not judged.
public enum EchoPolicy: String, Sendable, Hashable, CaseIterable {
    /// The first frame of an attempt, where it equals the command that was sent; not on a line whose answers came without
    /// an echo before, in the same run.
    case auto
    /// The first frame must be the command; anything else in its place is judged as an answer.
    case on
    /// An echo is judged like any frame.
    case off
}

/// The patterns of each level.
public struct LevelPatterns: Sendable, Hashable {
    public var critical: [PatternText]
    public var fail: [PatternText]
    public var warn: [PatternText]
    public var pass: [PatternText]

    public init(
        critical: [PatternText] = [], fail: [PatternText] = [], warn: [PatternText] = [], pass: [PatternText] = []
    ) {
        self.critical = critical
        self.fail = fail
        self.warn = warn
        self.pass = pass
    }
    /// In the order of trying.
    public var inOrder: [(level: Level, patterns: [PatternText])] {
        [(.critical, critical), (.fail, fail), (.warn, warn), (.pass, pass)]
    }
    public var isEmpty: Bool { critical.isEmpty && fail.isEmpty && warn.isEmpty && pass.isEmpty }
}

/// What frames mean of which none fits a pattern.
public enum NoMatchPolicy: String, Sendable, Hashable, CaseIterable { case fail, warn, error }
/// What silence means.
public enum TimeoutPolicy: String, Sendable, Hashable, CaseIterable { case timeout, fail, warn }
/// Where a run goes after FAIL or TIMEOUT: to STOP, or to the next step. CRITICAL and ERROR always go to STOP.
public enum FailPolicy: String, Sendable, Hashable, CaseIterable { case stop, `continue` }

/// Extra attempts at a step.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts beyond the first.
    public var count: Int
    public var delay: Duration
    public var causes: Set<RetryCause>
    public init(count: Int, delay: Duration, causes: Set<RetryCause> = [.timeout, .noMatch]) {
        self.count = count
        self.delay = delay
        self.causes = causes
    }
    public static let none = RetryPolicy(count: 0, delay: .zero)
}

/// What may be tried again.
public enum RetryCause: String, Sendable, Hashable, CaseIterable {
    case timeout, noMatch = "no_match", fail, critical
}

/// Limits of a captured number; both ends belong to the good range.
public struct Measure: Sendable, Hashable {
    /// The capture that holds the number.
    public var name: String
    public var unit: String
    public var min: Double?
    public var max: Double?
    /// The share of (max - min) inside each edge that is judged WARN: 0.1 for `10%`. Needs both limits.
    public var marginal: Double?

    public init(name: String, unit: String, min: Double?, max: Double?, marginal: Double? = nil) {
        self.name = name
        self.unit = unit
        self.min = min
        self.max = max
        self.marginal = marginal
    }
}

/// A command of the safe state: sent after STOP on every way out, its answer recorded and not judged.
public struct SafeStateStep: Sendable, Hashable {
    public var send: String
    /// nil: the first port of the UUT.
    public var port: String?
    public var timeout: Duration
    public init(send: String, port: String?, timeout: Duration) {
        self.send = send
        self.port = port
        self.timeout = timeout
    }
}
