import RigModel

/// What became of STOP and the safe state of one run, and so whether the unit was left as its plan leaves it.
struct StopAccount: Sendable, Hashable {
    /// What became of a step of STOP; the greater is the worse.
    enum Fate: Int, Sendable, Hashable, Comparable {
        /// Sent, and answered as the plan expects or forgives; heard; confirmed by a person.
        case obeyed
        /// A step that only listens did not hear what it was to hear.
        case unheard
        case refused, unanswered
        /// A person did not say that it is done.
        case unconfirmed
        case notSent

        /// - Parameter isSent: the whole command has gone out, in one of the step's attempts.
        /// - Returns: nil for a step that asks nothing of anybody.
        init?(_ outcome: Outcome, of step: StepPlan, isSent: Bool) {
            let isObeyed = outcome.verdict(under: step) <= .warn
            switch step.action {
            case .wait: return nil
            case .operator: self = isObeyed ? .obeyed : .unconfirmed
            case .listen: self = isObeyed ? .obeyed : .unheard
            case .sendText, .sendBytes, .sendFile:
                if isSent { self = isObeyed ? .obeyed : Fate(ofSent: outcome) } else { self = .notSent }
            }
        }

        private init(ofSent outcome: Outcome) {
            switch outcome {
            case .level, .noMatch: self = .refused
            case .error(let fault) where fault.kind == .matchLimit: self = .refused
            case .timeout, .phaseTimeout, .error, .stopped: self = .unanswered
            }
        }

        static func < (left: Fate, right: Fate) -> Bool { left.rawValue < right.rawValue }
    }

    private var steps: [Step] = []
    /// Whether each command of the safe state has gone out; nobody judges an answer to it. nil where it has none.
    private var isSafeStateSent: Bool?

    private struct Step: Sendable, Hashable {
        var id: String
        var fate: Fate
    }

    init() {}

    /// Of a unit that should have been stopped and was not reached at all.
    init(unreached unit: CompiledUUT) {
        for step in unit.plan.stop.steps {
            if case .wait = step.action { continue }
            ended(step.id, .notSent)
        }
        for step in unit.safeState where step.port.map({ unit.plan.port($0) != nil }) ?? true {
            safeStateEnded(isSent: false)
        }
    }

    mutating func ended(_ step: String, _ fate: Fate) { steps.append(Step(id: step, fate: fate)) }

    mutating func safeStateEnded(isSent: Bool) { isSafeStateSent = (isSafeStateSent ?? true) && isSent }

    /// What a person has to know who touches the unit next; nil where it was left as its plan leaves it, and where the
    /// plan has neither STOP nor safe state.
    var doubt: String? {
        let isSafeStateLost = isSafeStateSent == false
        guard let worst = steps.map(\.fate).max() else {
            return isSafeStateLost ? "the safe state could not be sent: \(Self.danger)" : nil
        }
        if worst == .obeyed {
            return isSafeStateLost ? "STOP was sent but the safe state could not be: the unit may not be safe" : nil
        }
        let stop = sentence(of: worst)
        switch isSafeStateSent {
        case nil: return "\(stop): \(Self.danger)"
        case true?: return "\(stop): \(Self.danger), unless the safe state, which was sent, has made it safe"
        case false?:
            let both = worst == .notSent ? "nor could the safe state" : "and the safe state could not be sent"
            return "\(stop), \(both): \(Self.danger)"
        }
    }

    private static let danger = "the unit may still be powered"

    /// Of STOP as a whole where all its steps have come to the same, else of the first that has come to the worst.
    private func sentence(of worst: Fate) -> String {
        let bad = steps.filter { $0.fate == worst }
        let isWhole = bad.count == steps.count
        let subject = isWhole ? "STOP" : "STOP step '\(bad[0].id)'"
        switch worst {
        case .notSent: return "\(subject) could not be sent"
        case .unanswered: return isWhole ? "STOP was sent but not answered" : "\(subject) was not answered"
        case .unconfirmed: return "STOP step '\(bad[0].id)' was not confirmed"
        case .unheard: return "STOP step '\(bad[0].id)' did not hear what its plan expects"
        case .obeyed, .refused: return "\(subject) was not answered as its plan expects"
        }
    }
}
