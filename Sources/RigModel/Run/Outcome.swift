/// How one attempt at a step ended, before the plan's policies make a verdict of it.
public enum Outcome: Sendable, Hashable {
    /// A frame matched; the worse of its level and of its measurements.
    case level(Level)
    /// At least one frame came, and none matched.
    case noMatch
    /// No complete frame came.
    case timeout
    /// The deadline of the whole phase passed.
    case phaseTimeout
    /// The rig could not do the step: unplugged, refused, lease lost, match limit, write stuck.
    case error(RunFault)
    /// The run was told to stop.
    case stopped

    /// The verdict that the step's policies make of it.
    public func verdict(under step: StepPlan) -> Verdict {
        switch self {
        case .level(let level): level.verdict
        case .noMatch:
            switch step.noMatch {
            case .fail: .fail
            case .warn: .warn
            case .error: .error
            }
        case .timeout:
            switch step.onTimeout {
            case .timeout: .timeout
            case .fail: .fail
            case .warn: .warn
            }
        case .phaseTimeout: .timeout
        case .error: .error
        case .stopped: .aborted
        }
    }

    /// The cause that a retry policy may list; nil for what is never tried again.
    public var retryCause: RetryCause? {
        switch self {
        case .noMatch: .noMatch
        case .timeout: .timeout
        case .level(.fail): .fail
        case .level(.critical): .critical
        case .level(.pass), .level(.warn), .phaseTimeout, .error, .stopped: nil
        }
    }

    /// The word that the store and the API use.
    public var name: String {
        switch self {
        case .level(let level): level.rawValue
        case .noMatch: "NO_MATCH"
        case .timeout: "TIMEOUT"
        case .phaseTimeout: "PHASE_TIMEOUT"
        case .error: "ERROR"
        case .stopped: "STOPPED"
        }
    }
}

/// Why the rig itself failed during a run; `message` names the port and what to do.
public struct RunFault: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable {
        case unplugged, cannotOpen, busy, settingRefused, leaseLost, matchLimit, writeStuck, io
    }
    public var kind: Kind
    public var port: PortID?
    public var message: String
    public init(_ kind: Kind, port: PortID?, message: String) {
        self.kind = kind
        self.port = port
        self.message = message
    }
    public var description: String { message }
}

/// Who asked a run to stop.
public enum StopCause: Sendable, Hashable {
    /// A person or a program, by the API or the command line.
    case abort(reason: String)
    /// The service is going down.
    case shutdown
    /// The lease was revoked or ran out.
    case leaseLost

    public var explanation: String {
        switch self {
        case .abort(let reason): reason.isEmpty ? "aborted on request" : "aborted on request: \(reason)"
        case .shutdown: "the service was told to stop"
        case .leaseLost: "the lease on its ports was taken back"
        }
    }
}
