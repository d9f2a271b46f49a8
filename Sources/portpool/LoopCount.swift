import ArgumentParser

/// How often each unit is run.
enum LoopCount: ExpressibleByArgument, Sendable, Equatable {
    case times(Int)
    case forever
    /// Again and again until then; a run that has begun is ended.
    case until(ContinuousClock.Instant)

    init?(argument: String) {
        if argument == "forever" {
            self = .forever
        } else if let times = Int(argument), times > 0 {
            self = .times(times)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String { "1" }

    /// Whether a unit that was run so often is run again.
    func goesOn(after runs: Int) -> Bool {
        switch self {
        case .times(let times): runs < times
        case .forever: true
        case .until(let end): ContinuousClock.now < end
        }
    }
}
