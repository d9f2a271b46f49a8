public import RigModel

/// A line to the outside that follows a run.
public enum HookLine: String, Sendable, Hashable, CaseIterable {
    /// Raised when a step is CRITICAL; the run does not lower it.
    case critical
    /// Raised from the begin of a run to its end.
    case active
    /// Raised from the good end of START to the begin of STOP.
    case ready
}

/// Raises and lowers the lines of plans: files and commands are the station's to touch.
public protocol HookRunner: Sendable {
    /// Returns at once, whatever the line takes: it is called on the thread of the lines. Calls for one run come in
    /// their order, and only for lines that the plan has.
    func set(_ line: HookLine, to isRaised: Bool, for request: ExecutionRequest, _ hooks: Hooks)
}

/// For rigs without lines to the outside.
public struct NoHooks: HookRunner {
    public init() {}
    public func set(_ line: HookLine, to isRaised: Bool, for request: ExecutionRequest, _ hooks: Hooks) {}
}

extension Hooks {
    func has(_ line: HookLine) -> Bool {
        switch line {
        case .critical: critical != nil
        case .active: active != nil
        case .ready: ready != nil
        }
    }
}
