/// What a step's answer means.
public enum Level: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
    case pass = "PASS", warn = "WARN", fail = "FAIL", critical = "CRITICAL"
    public static func < (left: Level, right: Level) -> Bool { left.verdict < right.verdict }
    public var verdict: Verdict {
        switch self {
        case .pass: .pass
        case .warn: .warn
        case .fail: .fail
        case .critical: .critical
        }
    }
}

/// The judgement of a step or of a whole run, ordered from good to bad.
///
/// PASS to CRITICAL and TIMEOUT speak of the unit; ERROR, ABORTED and INTERRUPTED of the rig, which could not judge.
public enum Verdict: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
    case pass = "PASS", warn = "WARN", fail = "FAIL", timeout = "TIMEOUT", aborted = "ABORTED", error = "ERROR"
    case critical = "CRITICAL"
    /// The service died during the run; never the result of a comparison, but given at the next start.
    case interrupted = "INTERRUPTED"

    private var badness: Int {
        switch self {
        case .pass: 0
        case .warn: 1
        case .fail: 2
        case .timeout: 3
        case .aborted: 4
        case .error: 5
        case .critical: 6
        case .interrupted: 7
        }
    }
    public static func < (left: Verdict, right: Verdict) -> Bool { left.badness < right.badness }

    /// How the verdict counts in yield and success rate.
    public var yield: Yield {
        switch self {
        case .pass, .warn: .good
        case .fail, .critical, .timeout: .bad
        case .error, .aborted, .interrupted: .notCounted
        }
    }
    public enum Yield: Sendable, Hashable { case good, bad, notCounted }
}
