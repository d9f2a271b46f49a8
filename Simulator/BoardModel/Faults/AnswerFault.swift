internal import RigModel
internal import StrictYAML

/// Whether, when and with what meaning an answer comes.
public enum AnswerFault: Sendable, Hashable {
    /// The unit does as it was told and says nothing.
    case noAnswer
    /// The answer comes so much later than it would. The unit goes on meanwhile: the next command finds it ready, so a
    /// late answer can fall into a later step.
    case lateAnswer(DurationRange)
    /// Another answer, one of these, in place of the right one.
    case replace([ReplacementText])

    var name: String {
        switch self {
        case .noAnswer: "no_answer"
        case .lateAnswer: "late_answer"
        case .replace: "replace"
        }
    }

    static let readers: [String: FaultKind.Reader] = [
        "no_answer": { _, _ in .answer(.noAnswer) },
        "late_answer": { map, _ in
            guard let delay = map["delay"] else { return .answer(.lateAnswer(DurationRange(.seconds(3)))) }
            return delay.durationRange().map { .answer(.lateAnswer(DurationRange($0))) }
        },
        "replace": { map, scope in
            map.required("with")?.oneOrMany { scope.template($0) }
                .map { .answer(.replace($0.map(ReplacementText.init))) }
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
        case .replace(let texts):
            guard !answer.bytes.isEmpty else { return }
            let choice = texts.count == 1 ? 0 : Int(dice.integer(in: 0...Int64(texts.count - 1)))
            answer.bytes = try texts[choice].template.bytes(in: surroundings) + answer.endOfLine
        }
    }
}
