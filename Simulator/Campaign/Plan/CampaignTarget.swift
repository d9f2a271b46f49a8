public import RigModel

/// A step of a plan that a fault can strike: a command that is a line, whose answer the plan judges.
public struct CampaignTarget: Sendable, Hashable {
    public let uut: UUTID
    public let step: String
    public let phase: Phase
    /// Where the command is sent.
    public let channel: Channel
    /// Where its answer is expected.
    public let listens: Channel
    /// Fits the command as the board hears it, without its end of line.
    public let pattern: String
    /// Which of the run's commands that are the same it is: 1 for the first.
    public let number: Int
    public let timeout: Duration
    /// Of all its attempts together, where silence is tried again.
    public let span: Duration
    /// The plan itself says that silence, or an answer that nothing fits, is no more than a warning here.
    public let forgives: Bool

    public init(
        uut: UUTID, step: String, phase: Phase, channel: Channel, listens: Channel, pattern: String, number: Int = 1,
        timeout: Duration, span: Duration, forgives: Bool
    ) {
        self.uut = uut
        self.step = step
        self.phase = phase
        self.channel = channel
        self.listens = listens
        self.pattern = pattern
        self.number = number
        self.timeout = timeout
        self.span = span
        self.forgives = forgives
    }
}

extension CampaignTarget {
    /// The steps of a unit that can be struck, in their order.
    public static func all(of unit: UUTPlan) -> [CampaignTarget] {
        let steps = Phase.allCases.flatMap { phase in unit[phase].steps.map { (phase, $0) } }
        return steps.compactMap { phase, step in
            guard case .sendText(let text) = step.action, !step.levels.isEmpty, !text.isEmpty,
                let port = unit.port(step.port), let listens = unit.port(step.listen), port.endOfLine != .none
            else { return nil }
            return CampaignTarget(
                uut: unit.id, step: step.id, phase: phase, channel: port.channel, listens: listens.channel,
                pattern: pattern(of: text), number: number(of: step, in: unit), timeout: step.timeout,
                span: span(of: step),
                forgives: step.forgives)
        }
    }

    /// Of the first time that the step is done, where no other has to be tried again.
    private static func number(of step: StepPlan, in unit: UUTPlan) -> Int {
        var before = 0
        for phase in Phase.allCases {
            var inPhase = 0
            for other in unit[phase].steps {
                if other.id == step.id { return before + inPhase + 1 }
                if other.action == step.action, other.port == step.port { inPhase += 1 }
            }
            if phase == .test, case .times(let times) = unit.test.loop { inPhase *= times }
            before += inPhase
        }
        return 1
    }

    private static func span(of step: StepPlan) -> Duration {
        guard step.retries.causes.contains(.timeout) else { return step.timeout }
        return step.timeout + (step.timeout + step.retries.delay) * step.retries.count
    }

    /// `${step.capture}` in a command stands for anything.
    static func pattern(of text: String) -> String {
        var pattern = "^"
        var rest = text[...]
        while let first = rest.first {
            if rest.hasPrefix("$${") {
                pattern += "\\$\\{"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") {
                pattern += ".*"
                rest = rest[rest.index(after: end)...]
            } else {
                let isPlain = first.isASCII && (first.isLetter || first.isNumber || first == " ")
                pattern += isPlain || !first.isASCII ? String(first) : "\\\(first)"
                rest = rest.dropFirst()
            }
        }
        return pattern + "$"
    }
}
