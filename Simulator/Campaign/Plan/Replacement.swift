internal import RigModel

/// Valid bytes that mean something else, made of what a unit says when it is well: nobody can know them before.
public enum Replacement: String, Sendable, Hashable, CaseIterable {
    /// The step's own answer, its last digit another; where it has none, as ``answer``.
    case digit = "<another digit>"
    /// What another step of the unit is answered on the same channel.
    case answer = "<another answer>"

    static let specimens = allCases.map { "replace:with=\($0.rawValue)" }

    /// The text that takes the place of the answer; nil where the unit says nothing else.
    ///
    /// - Throws: where a pattern of the plan gives up.
    func text(at target: CampaignTarget, on baseline: Baseline) throws -> String? {
        let own = try Self.answer(target.step, baseline)
        if self == .digit, let text = own.flatMap(Self.withAnotherDigit) { return text }
        let all = CampaignTarget.all(of: baseline.unit).filter { $0.listens == target.listens }
        let place = all.firstIndex { $0.step == target.step } ?? 0
        for other in all[place...] + all[..<place] {
            if let text = try Self.answer(other.step, baseline), text != own { return text }
        }
        return nil
    }

    /// The first line that the step minded when the unit was well, as text.
    private static func answer(_ step: String, _ baseline: Baseline) throws -> String? {
        guard let bytes = baseline.answers[step]?.last else { return nil }
        let frames = try baseline.readings[step]?.frames(of: bytes) ?? StopCheck.lines(bytes)
        // A `$` would be read as the beginning of a variable.
        return frames.first.flatMap { String(validating: $0, as: UTF8.self) }.flatMap { $0.contains("$") ? nil : $0 }
    }

    private static func withAnotherDigit(_ text: String) -> String? {
        guard let place = text.lastIndex(where: { $0.isASCII && $0.isNumber }), let digit = text[place].wholeNumberValue
        else { return nil }
        return "\(text[..<place])\(digit == 0 ? 1 : digit - 1)\(text[text.index(after: place)...])"
    }
}
