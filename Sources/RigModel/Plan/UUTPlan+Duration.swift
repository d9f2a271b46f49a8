extension UUTPlan {
    /// The longest that a run can take once its lines are open: every step at its deadline with all its retries.
    public func longestRun(safeState: [SafeStateStep]) -> Duration {
        (ports.map(\.settle).max() ?? .zero) + start.longest + test.longest + longestStop(safeState: safeState)
    }

    /// The longest that STOP and the safe state can take: past its own deadline STOP still gives each step a moment.
    public func longestStop(safeState: [SafeStateStep]) -> Duration {
        stop.longest + StepPlan.lastChance * stop.steps.count
            + safeState.reduce(.zero) { $0 + $1.timeout }
    }
}

extension PhasePlan {
    /// All steps of all passes at their deadlines, or the phase's own deadline where that is shorter.
    public var longest: Duration {
        let once = steps.reduce(Duration.zero) { $0 + $1.longest }
        let all = once * times
        return deadline.map { min($0, all) } ?? all
    }
}

extension StepPlan {
    /// In STOP a command is sent even where the phase's time is over; its answer gets this long.
    public static let lastChance: Duration = .milliseconds(100)

    /// With all retries.
    public var longest: Duration {
        let attempt =
            switch action {
            case .wait(let duration): min(duration, timeout)
            case .sendText, .sendBytes, .listen: timeout
            }
        return attempt * (retries.count + 1) + retries.delay * retries.count
    }
}
