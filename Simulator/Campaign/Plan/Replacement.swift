internal import RigModel

/// Valid bytes that mean something else, made of what a unit says when it is well: nobody can know them before.
public enum Replacement: String, Sendable, Hashable, CaseIterable {
    /// The step's own answer, its last digit another.
    case digit = "<another digit>"
    /// What another step of the unit is answered on the same channel.
    case answer = "<another answer>"

    /// Why a unit has no such words.
    public struct Missing: Error, Sendable, Hashable, CustomStringConvertible {
        public let description: String
    }

    static let specimens = allCases.map { "replace:with=\($0.rawValue)" }

    /// The text that takes the place of the answer.
    ///
    /// - Throws: ``Missing`` where there is none; or what a pattern of the plan throws that gives up.
    func text(at target: CampaignTarget, on baseline: Baseline) throws -> String {
        let own = try Self.answer(target.step, baseline)
        switch self {
        case .digit:
            guard let own else { throw Missing(description: "the answer is no plain text") }
            guard let text = Self.withAnotherDigit(own) else { throw Missing(description: "the answer has no digit") }
            return text
        case .answer:
            let all = CampaignTarget.all(of: baseline.unit).filter { $0.listens == target.listens }
            let place = all.firstIndex { $0.step == target.step } ?? 0
            for other in all[place...] + all[..<place] {
                if let text = try Self.answer(other.step, baseline), text != own { return text }
            }
            throw Missing(description: "the unit says nothing else on that channel")
        }
    }

    /// The first line that the step minded when the unit was well; nil where it is no text that can be written.
    private static func answer(_ step: String, _ baseline: Baseline) throws -> String? {
        guard let bytes = baseline.answers[step]?.last else { return nil }
        let frames = try baseline.readings[step]?.frames(of: bytes) ?? StopCheck.lines(bytes)
        let text = frames.first.flatMap { String(validating: $0, as: UTF8.self) }
        return text.flatMap { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } ? $0 : nil }
    }

    private static func withAnotherDigit(_ text: String) -> String? {
        guard let place = text.lastIndex(where: { $0.isASCII && $0.isNumber }), let digit = text[place].wholeNumberValue
        else { return nil }
        return "\(text[..<place])\(digit == 0 ? 1 : digit - 1)\(text[text.index(after: place)...])"
    }
}
