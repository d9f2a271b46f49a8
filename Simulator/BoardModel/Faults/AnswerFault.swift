internal import RigModel
internal import StrictYAML

/// Whether, when and with what meaning an answer comes.
public enum AnswerFault: Sendable, Hashable {
    /// The unit does as it was told and says nothing.
    case noAnswer
    /// The answer comes so much later than it would. The unit goes on meanwhile: the next command finds it ready, so a
    /// late answer can fall into a later step.
    case lateAnswer(DurationRange)
    /// The answer before comes again, so long behind this one; at zero in the same piece.
    case staleAnswer(Duration)
    /// The answer comes again, so long behind itself; at zero in the same piece.
    case duplicateAnswer(Duration)
    /// Another answer, one of these, in place of the right one.
    case replace([ReplacementText])
    /// The unit starts anew, with this banner or its script's.
    case bannerReboot(ReplacementText?)

    var name: String {
        switch self {
        case .noAnswer: "no_answer"
        case .lateAnswer: "late_answer"
        case .staleAnswer: "stale_answer"
        case .duplicateAnswer: "duplicate_answer"
        case .replace: "replace"
        case .bannerReboot: "banner_reboot"
        }
    }

    static let readers: [String: FaultKind.Reader] = [
        "no_answer": { _, _ in .answer(.noAnswer) },
        "late_answer": { map, _ in
            guard let delay = map["delay"] else { return .answer(.lateAnswer(DurationRange(.seconds(3)))) }
            return delay.durationRange().map { .answer(.lateAnswer(DurationRange($0))) }
        },
        "stale_answer": { map, _ in
            (map["delay"].map { $0.duration() } ?? .zero).map { .answer(.staleAnswer($0)) }
        },
        "duplicate_answer": { map, _ in
            (map["delay"].map { $0.duration() } ?? .zero).map { .answer(.duplicateAnswer($0)) }
        },
        "replace": { map, scope in
            map.required("with")?.oneOrMany { scope.template($0) }
                .map { .answer(.replace($0.map(ReplacementText.init))) }
        },
        "banner_reboot": { map, scope in
            guard let text = map["text"] else { return .answer(.bannerReboot(nil)) }
            return scope.template(text).map { .answer(.bannerReboot(ReplacementText(template: $0))) }
        },
    ]

    func apply(to answer: inout Answer, in surroundings: Surroundings, using dice: inout SeededGenerator)
        throws(EvaluationError)
    {
        switch self {
        case .noAnswer:
            answer.bytes = []
        case .lateAnswer(let delay):
            answer.lateness += delay.draw(with: &dice)
        case .staleAnswer(let delay):
            answer.follow(with: answer.before, after: delay)
        case .duplicateAnswer(let delay):
            answer.follow(with: answer.bytes, after: delay)
        case .replace(let texts):
            guard !answer.bytes.isEmpty else { return }
            let choice = texts.count == 1 ? 0 : Int(dice.integer(in: 0...Int64(texts.count - 1)))
            answer.bytes = try texts[choice].template.bytes(in: surroundings) + answer.endOfLine
        case .bannerReboot(let text):
            answer.bytes = []
            answer.reboot = try Answer.Reboot(
                banner: text.map { text throws(EvaluationError) in
                    try text.template.bytes(in: surroundings) + answer.endOfLine
                })
        }
    }
}
