import Expressions
import RigModel

extension Judgement {
    /// The judgement under a step's `require`: what is good so far is FAIL where the condition is false or has no value.
    ///
    /// - Parameter earlier: what the step of an id has captured in this run.
    func requiring(_ condition: Expression?, of step: String, earlier: [String: [String: String]]) -> Judgement {
        guard let condition, case .level(let level) = outcome, level <= .warn else { return self }
        let captures = captures
        @Sendable func value(_ name: Expression.Name) -> String? {
            guard let other = name.step, other != step else { return captures[name.capture] }
            return earlier[other]?[name.capture]
        }
        var judged = self
        do throws(EvaluationError) {
            if try condition.evaluate(value) == .boolean(true) {
                judged.explanation += "; require '\(condition)' holds"
                return judged
            }
            let why = condition.whyFalse(value)
            judged.explanation +=
                "; require '\(condition)' is false" + (why.isEmpty ? "" : ": \(why.joined(separator: ", "))")
        } catch {
            judged.explanation += "; require '\(condition)' cannot be judged: \(error)"
        }
        judged.outcome = .level(.fail)
        return judged
    }
}
