extension UUTPlan {
    /// The longest that a run can take once its lines are open: every step at its deadline with all its retries.
    public func longestRun(safeState: [SafeStateStep]) -> Duration {
        let work = start.longest + test.longest
        return (ports.map(\.settle).max() ?? .zero) + (deadline.map { min($0, work) } ?? work)
            + longestStop(safeState: safeState)
    }

    /// The longest that STOP and the safe state can take: past its own deadline STOP still gives each step a moment.
    public func longestStop(safeState: [SafeStateStep]) -> Duration {
        stop.longest + StepPlan.lastChance * stop.steps.count
            + safeState.reduce(.zero) { $0 + $1.timeout }
    }
}

extension PhasePlan {
    /// All steps of all passes at their deadlines, or the phase's own deadline where that is shorter. A loop without a
    /// deadline that ends by a signal counts as a day. What would be longer than a hundred years counts as those.
    public var longest: Duration {
        let once = min(steps.reduce(Duration.zero) { $0 + $1.longest }, Self.forever)
        let all =
            switch loop {
            case .times(let count): once * count
            case .duration(let duration): duration + once
            case .untilSignal: max(once, .seconds(86_400))
            }
        return min(deadline ?? Self.forever, all, Self.forever)
    }

    /// So that clocks can count it: steps, retries and passes multiply.
    private static let forever = Duration.seconds(100 * 365 * 86_400)
}

extension StepPlan {
    /// In STOP a command is sent even where the phase's time is over; its answer gets this long.
    public static let lastChance: Duration = .milliseconds(100)

    /// With all retries.
    public var longest: Duration {
        let attempt =
            switch action {
            case .wait(let duration): min(duration, timeout)
            case .sendText, .sendBytes, .sendFile, .listen, .operator: timeout
            }
        return attempt * (retries.count + 1) + retries.delay * retries.count
    }
}
