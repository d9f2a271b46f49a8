/// What is done for a run that the service left unfinished when it died, before its ports are handed out again.
public enum RecoveryPolicy: String, Sendable, Hashable, CaseIterable {
    case none
    /// STOP and the safe state are run.
    case stop
}

/// What happens when a board of the plan is plugged in.
public enum PlugPolicy: String, Sendable, Hashable, CaseIterable { case none, run }

/// When units are run by themselves.
public struct RunSchedule: Sendable, Hashable {
    /// From the begin of one run to that of the next; a run that is still under way is not overtaken.
    public var every: Duration
    public init(every: Duration) { self.every = every }
}
