/// Lines to the outside that follow a run, and one that it listens to.
public struct Hooks: Sendable, Hashable {
    /// Raised when a step or a run is CRITICAL.
    public var critical: HookOutput?
    /// Raised while a run is under way.
    public var active: HookOutput?
    /// Raised from the good end of START to the begin of STOP.
    public var ready: HookOutput?
    /// Ends a loop `until: signal`.
    public var signal: HookInput?

    public init(
        critical: HookOutput? = nil, active: HookOutput? = nil, ready: HookOutput? = nil, signal: HookInput? = nil
    ) {
        self.critical = critical
        self.active = active
        self.ready = ready
        self.signal = signal
    }

    public var isEmpty: Bool { critical == nil && active == nil && ready == nil && signal == nil }
}

/// A line that a run raises and lowers.
public struct HookOutput: Sendable, Hashable {
    public enum Target: Sendable, Hashable {
        /// `1` and `0` are written to it (a GPIO's value file, for instance).
        case file(String)
        /// Run with `PORTPOOL_HOOK`, `PORTPOOL_LEVEL` (1 or 0), the BIB, the unit and the execution in its environment;
        /// `off` when the line is lowered, nil where that needs no command.
        case command([String], off: [String]?)
    }
    public var target: Target
    /// Lowered by itself after so long; nil: when its cause ends, and for `critical` never.
    public var pulse: Duration?
    /// How long writing or the command may take. What takes longer is given up and noted in the run's log.
    public var deadline: Duration

    public init(_ target: Target, pulse: Duration? = nil, deadline: Duration = .seconds(5)) {
        self.target = target
        self.pulse = pulse
        self.deadline = deadline
    }
}

/// A file that is looked at again and again: `1` at its beginning is the signal.
public struct HookInput: Sendable, Hashable {
    public var file: String
    public var every: Duration
    public init(file: String, every: Duration = .milliseconds(100)) {
        self.file = file
        self.every = every
    }
}
